"""Intervals, differences and shrinkage."""

import numpy as np
import pytest

from coach.statistics import MAX_CELLS, Cells, difference, interval, shrink


def cells(clusters: list[list[float]]) -> Cells:
    return Cells.of((len(one), sum(one), 1) for one in clusters)


def clusters(mean: float, n: int, seed: int) -> list[list[float]]:
    random = np.random.default_rng(seed)
    return [list(np.clip(np.round(random.normal(mean + random.normal(0, 5), 8, random.integers(1, 4))), 0, 100)) for _ in range(n)]


def test_the_mean_is_over_replies_and_not_over_conversations():
    assert cells([[100], [0, 0, 0]]).mean() == 25


def test_nothing_has_no_mean_and_one_conversation_no_interval():
    assert Cells.of([]).mean() is None
    assert interval(cells([[50, 60]]), 1, "x") is None


def test_equal_conversations_are_one_cell():
    assert len(Cells.of([(1, 50, 2), (1, 40, 1)]).sizes) == 2
    assert Cells.of([(1, 50, 2), (1, 40, 1)]).n == 3


def test_the_interval_is_that_of_drawing_whole_conversations():
    drawn = clusters(70, 400, 3)
    random = np.random.default_rng(5)
    means = []
    for _ in range(600):
        chosen = [drawn[place] for place in random.integers(0, len(drawn), len(drawn))]
        means.append(sum(map(sum, chosen)) / sum(map(len, chosen)))
    low, high = np.quantile(means, [0.025, 0.975])
    found = interval(cells(drawn), 1, "x")
    assert found == pytest.approx((low, high), abs=0.25)


def test_the_interval_does_not_depend_on_the_order_of_rows_or_on_other_figures():
    rows = [(len(one), sum(one), 1) for one in clusters(70, 50, 3)]
    first = interval(Cells.of(rows), 1, "x")
    assert interval(Cells.of(reversed(rows)), 1, "x") == first
    assert interval(Cells.of(rows), 1, "y") != first


def test_merged_cells_keep_the_mean_and_nearly_the_interval():
    random = np.random.default_rng(1)
    rows = [(2, float(total), 1) for total in random.normal(140, 25, 4000)]
    merged = Cells.of(rows)
    assert len(merged.sizes) <= MAX_CELLS
    assert merged.mean() == pytest.approx(sum(total for _, total, _ in rows) / 8000)
    low, high = interval(merged, 1, "x")
    assert high - low == pytest.approx(2 * 1.96 * 12.5 / 4000**0.5, rel=0.1)


def test_a_mix_of_work_is_no_difference_like_with_like():
    easy, hard = clusters(90, 200, 1), clusters(60, 200, 2)
    a, b = (cells(easy[:160]), cells(hard[:40])), (cells(easy[160:]), cells(hard[40:]))
    mixed = difference([(cells(easy[:160] + hard[:40]), cells(easy[160:] + hard[40:]))], 1, "plain")
    alike = difference(list(zip(a, b, strict=True)), 1, "alike")
    assert mixed.sure
    assert mixed.difference < -10
    assert abs(alike.difference) < 3


def test_a_stratum_that_is_too_small_on_a_side_is_left_out():
    assert difference([(cells(clusters(80, 50, 1)), cells([[1], [2]]))], 1, "x", least=20) is None


def test_differences_that_may_be_chance_shrink_to_none():
    shrunken, variances = shrink([1.0, -1.0, 0.5, 2.0], [4.0] * 4)
    assert not shrunken.any()
    assert not variances.any()


def test_who_has_few_replies_is_drawn_nearer_to_none():
    shrunken, _ = shrink([10.0, 10.0, -10.0, -10.0], [0.1, 50.0, 0.1, 50.0])
    assert shrunken[0] > 9
    assert abs(shrunken[1]) < shrunken[0] - 1


def test_nobody_is_no_difference():
    assert len(shrink([], [])[0]) == 0
