"""The values of a text: those in figures, those in words, and bare addresses of sites."""

import re
from collections.abc import Iterator
from functools import lru_cache

from coach.text.facts import PERSONAL, find_facts
from coach.text.normalise import western_digits
from coach.text.values.figures import link, values_of
from coach.text.values.numbers import words_in
from coach.text.values.spelled import spelled
from coach.text.values.value import Value

_SITE = re.compile(
    r"(?<![\w@.])@?(?:[a-z0-9-]{2,40}\.){1,4}"
    r"(?:com|net|org|io|co|uk|sa|ae|eg|jo|kw|qa|om|bh|ma|dz|tn|lb|app|energy|me|info|gov|edu|shop|store|ai|dev|online|help|ie|eu|us)"
    r"(?![\w])(?:/[^\s،؛,;)\]»”\"]*[^\s.,;:!?؟،؛)\]»”\"])?",
    re.IGNORECASE,
)


@lru_cache(maxsize=1_024)
def find_values(text: str) -> tuple[Value, ...]:
    """List the values in `text`, in order of place; personal data (IBAN, card, national id) is left out."""
    return tuple(sorted(_values(text), key=lambda value: (value.start, value.end)))


@lru_cache(maxsize=1_024)
def states_value(text: str) -> bool:
    """Tell whether `text` states a value that is not weak; reads no further than the first."""
    return any(not value.weak for value in _values(text))


def _values(text: str) -> Iterator[Value]:
    """Yield addresses, then the values in figures, then those in words that none of them covers."""
    western = western_digits(text)
    words = words_in(western)
    taken = []
    for site in _SITE.finditer(text) if "." in text else ():
        taken.append(site.span())
        yield link(site[0], *site.span())
    for fact in find_facts(text):
        if any(fact.start < end and start < fact.end for start, end in taken):
            continue
        values = list(values_of(fact, western, words)) if fact.kind not in PERSONAL else []
        taken += [(fact.start, fact.end), *((value.start, value.end) for value in values)]
        yield from values
    last = 0
    for value in spelled(words, western):
        if value.start >= last and not any(value.start < end and start < value.end for start, end in taken):
            last = value.end
            yield value
