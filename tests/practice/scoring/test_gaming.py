import pytest

from coach.practice import gaming
from coach.practice.goals import case_of


def tricks(scenario, text, coach, shown=False, turn="start"):
    draft = coach.read(case_of(scenario, scenario.turns[turn], text)).draft
    return {one.trick for one in gaming.check(scenario, turn, draft, coach.models.encoder, shown)}


@pytest.mark.parametrize(
    ("text", "trick"),
    [
        ("The money comes first, with its day. Own what went wrong in the building.", "copied-hints"),
        ("I sent the lamp (order 4411) back on 2 March and still no money!! Where is my refund?", "copied-message"),
        (
            "I'm so sorry. I understand how upsetting this is. I truly apologise. We value you. I'm sorry again. Have a lovely day!",
            "stuffed",
        ),
        ("Your flight to Lisbon boards at gate 12, please bring your passport and keep the liquids in a clear bag.", "off-matter"),
        ("Nous avons remboursé votre commande aujourd'hui et nous sommes désolés pour le retard de cette semaine.", "other-language"),
        ("warehouse booked returned lamp late €40 euro refunded today reach card Thursday €40 Thursday", "keywords"),
        ("Our warehouse booked the returned lamp in late. 40 euro were refunded today and reach her card on Thursday.", "copied-facts"),
    ],
)
def test_tricks_are_seen(lamp, coach, text, trick):
    assert trick in tricks(lamp, text, coach)


def test_arabic_phrases_strung_together(router, coach):
    text = "نعتذر منك كثيرًا. نتفهم انزعاجك تمامًا. نكرر اعتذارنا الشديد. نقدّر صبرك معنا. رضاك يهمنا. نتمنى لك يومًا سعيدًا."
    assert "stuffed" in tricks(router, text, coach)


def test_honest_replies_play_no_trick(laid, coach):
    for key in ("lamp-refund-late", "router-delivery-egypt", "gym-pause-refused"):
        scenario = laid[key]
        for sample in scenario.samples:
            if sample.grade != "poor":
                assert not tricks(scenario, sample.text, coach, shown=True)


def test_the_masters_words_count_as_copied_once_shown(lamp, coach):
    master = lamp.turns["start"].master
    assert tricks(lamp, master, coach) == set()
    assert tricks(lamp, master, coach, shown=True) == {"copied-master"}


def test_copied_share_counts_words_in_runs():
    assert gaming.copied_share("a b c d e f".split(), ["x a b c d e y"], 5) == pytest.approx(5 / 6)
    assert gaming.copied_share("a b c".split(), ["a b c"], 5) == 1.0
    assert gaming.copied_share([], ["a b c"], 5) == 0.0
