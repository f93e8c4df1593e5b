"""Small changes to an input, the same for the same seed: words and signs put in, stretches dropped, doubled, moved and repeated."""

import random
from collections.abc import Sequence

from fuzz.material import DELIMITERS, OPTIONS, words


def mutate(data: bytes, longest: int, seed: int, pieces: Sequence[str] | None = None) -> bytes:
    """Change an input in one to four places."""
    chance = random.Random(seed)
    head, body = bytearray(data[:OPTIONS].ljust(OPTIONS, b"\0")), data[OPTIONS:].decode("utf-8", "surrogateescape")
    if chance.random() < 0.3:
        head[chance.randrange(OPTIONS)] = chance.randrange(256)
    for _ in range(chance.randint(1, 4)):
        body = _changed(body, chance, pieces or (words() if chance.random() < 0.9 else DELIMITERS))
    return (bytes(head) + body.encode("utf-8", "surrogateescape"))[:longest]


def _changed(text: str, chance: random.Random, pieces: Sequence[str]) -> str:
    at = chance.randint(0, len(text))
    to = min(len(text), at + chance.choice((1, 2, 5, 20, 100)))
    match chance.randrange(8):
        case 0:
            return text[:at] + text[to:]
        case 1:
            return text[:to] + text[at:]
        case 2:
            return text[:at] + chance.choice(pieces) * chance.choice((1, 1, 1, 2, 3, 40)) + text[at:]
        case 3:
            return text[:at] + chance.choice(pieces) + text[to:]
        case 4:
            other = chance.randint(0, len(text))
            return text[:other] + text[at:to] + text[other:]
        case 5:
            return (
                text[:at]
                + chr(chance.choice((chance.randrange(0x20, 0x7F), chance.randrange(0x600, 0x700), chance.randrange(0x10FFFF))))
                .encode("utf-8", "replace")
                .decode("utf-8")
                + text[at:]
            )
        case 6:
            return text[:at] + " " + chance.choice(pieces) + " " + text[at:]
        case _:
            return text[:at] + chance.choice(pieces) + "".join(chance.choice(pieces) + " " for _ in range(chance.randint(1, 5))) + text[to:]
