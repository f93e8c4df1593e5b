"""A no that is said once, softened in its place, with its reason asked of the agent."""

import pytest

from coach.case import Case
from coach.pipeline import Coach

COACH = Coach()
BARE = [
    pytest.param("Hi Tom, we can't refund this. Have a nice day.", "Can I get a refund for my ticket please?", "⟦reason⟧", id="en"),
    pytest.param("أستاذ سامي، ما نقدر نرجعه. مع السلامة", "أبغى أرجع الجوال اللي شريته أمس، ممكن؟", "⟦السبب⟧", id="ar-gulf"),
    pytest.param("أستاذة منى، مستحيل نرجعه. شكرا", "لو سمحت عايزة أرجع الفستان", "⟦السبب⟧", id="ar-egyptian"),
]


@pytest.mark.parametrize(("draft", "customer", "reason"), BARE)
def test_a_bare_no_is_softened_where_it_stands_and_asked_for_its_reason(draft: str, customer: str, reason: str) -> None:
    made = COACH.rewrite(Case(draft=draft, customer=customer, channel="chat"))
    assert made.text.count(reason) == 1
    assert "blunt-refusal" in made.fixed
    no = COACH.read(Case(draft=made.text, customer=customer, channel="chat")).where("refusal")
    assert len(no) == 1


def test_a_salutation_is_kept_before_the_words_that_soften_a_no() -> None:
    draft, customer, _ = BARE[1].values
    made = COACH.rewrite(Case(draft=draft, customer=customer, channel="chat"))
    assert made.text.startswith("أستاذ سامي، نعتذر، ")


@pytest.mark.parametrize(("draft", "customer", "reason"), BARE)
def test_no_second_no_is_set_beside_the_first(draft: str, customer: str, reason: str) -> None:
    for made in COACH.rewrite(Case(draft=draft, customer=customer, channel="chat"), n=4).alternatives:
        assert len(COACH.read(Case(draft=made.text, customer=customer, channel="chat")).where("refusal")) <= 1
