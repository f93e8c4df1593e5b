"""The text layer: sentences, words, cues, facts and stretches in another script stand where they say, and marks move nothing."""

from collections.abc import Iterator

from coach.text import normalise
from coach.text.document import CUSTOMER_CUES, DRAFT_CUES, read
from coach.text.segments import Marked, segment, unmarked
from fuzz.material import drafts, options, packed, pick, texts
from fuzz.target import Target, hold


def run(data: bytes) -> None:
    """Read a text, parts of it marked as a quotation or a signature."""
    told, (text,) = options(data), texts(data, 1)
    marked = _marked(told, len(text))
    for part in segment(text, marked):
        hold(text[part.start : part.end].strip() == text[part.start : part.end] != "", "a segment holds its own words")
    document = read(text, pick((DRAFT_CUES, CUSTOMER_CUES, ()), told[0]), pick(("auto", "en", "ar"), told[1]), marked)
    hold(document.text == text, "the text stays as it was sent")
    last = 0
    for sentence in document.sentences:
        hold(last <= sentence.start < sentence.end <= len(text), "sentences stand in order and do not overlap")
        hold(text[sentence.start : sentence.end] == sentence.text, "a sentence's offsets point at its text")
        hold(
            all(sentence.start <= start < end <= sentence.end for start, end in zip(sentence.starts, sentence.ends, strict=True)),
            "a word lies inside its sentence",
        )
        hold(all(0 <= hit.start < hit.end <= len(sentence.words) for hit in sentence.hits), "a cue covers words of its sentence")
        last = sentence.end
    hold(all(0 <= fact.start < fact.end <= len(text) and fact.value for fact in document.facts), "a fact lies inside the text")
    hold(all(0 <= span[0] < span[1] <= len(text) for span in document.mixed), "a stretch in another script lies inside the text")
    hold(len(unmarked(text, marked)) == len(text), "what is marked leaves every offset")
    for word in text.split()[:20]:
        hold(normalise.arabic(f"ـ{word}") == normalise.arabic(word) == normalise.arabic(f"{word}\u064e"), "marks do not change a word")


def _marked(told: bytes, length: int) -> list[Marked]:
    if not told[2] or length < 2:
        return []
    start = told[2] * length // 256
    return [Marked(start, min(length, start + 1 + told[3]), "quote")] if start < length else []


def seeds() -> Iterator[bytes]:
    """Yield drafts and messages."""
    for draft, customer in drafts():
        yield packed((0, 0, 0, 0), draft)
        yield packed((1, 0, 90, 20), customer)


TARGET = Target("text", run, seeds, 4_000)
