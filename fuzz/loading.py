"""The loaders of what a company writes: a phrasebook, a profile, a scenario. Each loads, or says file, place and what is wrong."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from coach.case import Case
from coach.config import ModelNames, load_profile
from coach.errors import CoachError, ConfigError
from coach.models.registry import Models, load_models
from coach.phrasebook import LANGUAGES, PHRASE_MOVES, check_folder
from coach.pipeline import Coach
from coach.practice import bank
from fuzz.checking import whole
from fuzz.material import OPTIONS, ROOT, options, pick
from fuzz.target import Broken, Target, hold, told

_FILES = (*PHRASE_MOVES, "items", "problems", "situations", "swaps")
_TRIED = (
    Case(draft="Dear customer, you failed to send it. We'll get back to you soon.", customer="Where is my order 4411? I'm angry!"),
    Case(draft="عزيزي العميل، كان عليك إرسالها. سنرد عليك قريبًا.", customer="وين طلبي؟ أنا معصب!", ui_language="ar"),
)


def phrasebook(data: bytes) -> None:
    """Load a company's phrasebook of one file."""
    given = options(data)
    with _file(f"{pick(LANGUAGES, given[0])}/{pick(_FILES, given[1])}.yaml", data[OPTIONS:]) as path:
        try:
            hold(check_folder(path.parent.parent) >= 0, "records are counted")
        except ConfigError as error:
            _place(error, path)


def profile(data: bytes) -> None:
    """Load a company's profile, and judge by it."""
    with _file("profile.yaml", data[OPTIONS:]) as path:
        try:
            coach = Coach(load_profile(path), _cues())
            for case in _TRIED:
                whole(coach.check(case).as_dict(), case)
        except CoachError as error:
            _place(error, path)


def scenario(data: bytes) -> None:
    """Read a scenario."""
    try:
        text = data[OPTIONS:].decode()
    except UnicodeDecodeError:
        return
    try:
        made = bank.parse(text, "own/en/one.yaml")
    except ConfigError as error:
        _place(error, Path("own/en/one.yaml"))
        return
    hold("start" in made.turns and made.turns["start"].goals is not None, "a scenario begins")
    for turn in made.turns.values():
        hold(all(branch.turn in made.turns for branch in turn.then), "every branch leads somewhere")


def _place(error: CoachError, path: Path) -> None:
    told(error, private=False)
    if not isinstance(error, ConfigError):
        raise Broken(f"{error.code} is an error of settings")
    hold(":" in str(error), f"an error names the place: {path.name}, or the setting")


@contextmanager
def _file(name: str, data: bytes) -> Iterator[Path]:
    path = Path(_folder()) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    try:
        yield path
    finally:
        path.unlink()


@lru_cache(maxsize=1)
def _folder() -> str:
    # Memory, where there is such a folder: a million small files would wear a disk.
    return tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)


@lru_cache(maxsize=1)
def _cues() -> Models:
    return load_models(ModelNames(moves="cues", emotion="cues", signals="cues", encoder="cues"))


def phrasebook_seeds() -> Iterator[bytes]:
    """Yield the beginnings of our own phrasebooks."""
    for language, code in enumerate(LANGUAGES):
        for number, name in enumerate(_FILES):
            file = files("coach.phrasebooks") / code / f"{name}.yaml"
            if file.is_file():
                yield bytes((language, number, 0, 0)) + _beginning(file.read_text(encoding="utf-8"))


def _beginning(text: str, most: int = 2_500) -> bytes:
    """Cut YAML before a record, so that it still parses."""
    cut = text[:most].rfind("\n  - ")
    return (text[: cut if len(text) > most and cut > 0 else most] + "\n").encode()


def profile_seeds() -> Iterator[bytes]:
    """Yield the example and small profiles of every part."""
    yield bytes(OPTIONS) + (ROOT / "examples" / "profile.yaml").read_bytes()
    for text in _PROFILES:
        yield bytes(OPTIONS) + text.encode()


def scenario_seeds() -> Iterator[bytes]:
    """Yield ours, every eighth."""
    for number, key in enumerate(bank.load().ids):
        if number % 8 == 0:
            yield bytes(OPTIONS) + bank.load().places[key][1].read_bytes()


def odd_seeds() -> Iterator[bytes]:
    """Yield YAML that harms the careless: nested deep, shared a billion times, within itself, with values that are none."""
    shared = "a: &a [x,x,x,x,x,x,x,x,x]\n"
    for one, two in pairwise("abcdefghi"):
        shared += f"{two}: &{two} [{','.join([f'*{one}'] * 9)}]\n"
    for text in (shared, "[" * 3000, "{a: " * 1500, "- " * 2000, "&a {a: *a}", "entries: &a [*a]\nname: *a\n", *_ODD):
        yield bytes(OPTIONS) + text.encode()


_ODD = (
    "name: 2024-99-99\n",
    "name: 1:99:99\ncaps: {error: 0x}\n",
    f"caps: {{error: {'9' * 5000}}}\n",
    "criteria: {tone: .nan, length: .inf, clarity: -1, courtesy: 1e308}\n",
    "criteria: {length: 0, clarity: 0, next_step: 0, empathy: 0, refusal: 0, tone: 0, completeness: 0, courtesy: 0}\n",
    'name: !!binary "$$$"\n',
    "!!python/object:os.system x\n",
    "? [a]\n: b\n<<: 1\n",
    f"phrasebook: {'own/' * 3}{'x' * 300}\n",
)
_RULE = """
company_rules:
  - id: own-rule
    kind: {kind}
    criterion: tone
    message: {{en: "say “{{found}}” otherwise", ar: "قل «{{found}}» بصيغة أخرى"}}
    {what}
    examples: {{en: {{bad: [you failed to], good: [it is sent]}}}}
"""
_PROFILES = (
    "name: x\nverdict: {send_from: 70, hold: [blames-customer]}\ncaps: {error: 60}\npenalties: {warning: 0}\n",
    "criteria: {tone: 0, length: 3.5}\nthresholds: {max_words: {email: 5}}\nrules: {shouting: {enabled: false}, too-long: {severity: error}}\n",
    "banned_phrases: {en: [soon], ar: [قريبًا]}\nrequired_phrases: {en: [thank you]}\ngreeting: {en: Hi {name}}\nsignature: {ar: فريقنا}\n",
    "writer: {source: endpoint, base_url: http://127.0.0.1:1/v1, model: m}\nmodels: {moves: cues}\nphrasebook: own\n",
    _RULE.format(kind="phrase", what="phrases: {en: [you failed to]}\n    replacement: {en: it did not arrive, ar: لم يصل}"),
    _RULE.format(kind="pattern", what="patterns: {en: ['you (have)? <2> fail*'], ar: ['كان عليك']}"),
    _RULE.format(kind="count", what="phrases: {en: [you]}\n    max: 1"),
    _RULE.format(kind="order", what="first: {en: [you]}\n    then: {en: [we]}"),
    _RULE.format(kind="absence", what="move: apology\n    channels: [chat]"),
)
PHRASEBOOK = Target("phrasebook", phrasebook, lambda: (*phrasebook_seeds(), *odd_seeds()), 6_000)
PROFILE = Target("profile", profile, lambda: (*profile_seeds(), *odd_seeds()), 6_000)
SCENARIO = Target("scenario", scenario, lambda: (*scenario_seeds(), *odd_seeds()), 12_000)
