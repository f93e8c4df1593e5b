"""Every regular expression of the package, how it is applied, and the texts that cost it most."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import coach

_PARSER = importlib.import_module("re._parser")
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_MISMATCHES = ("\x07", "a\x07")
"""What ends a flood: nearly nothing takes the first, and what takes it takes no letter."""
_ANCHORED = frozenset(("match", "fullmatch"))
_APPLIED = frozenset(("match", "fullmatch", "search", "sub", "subn", "split", "finditer", "findall"))
_UNBOUNDED = 30
"""A class that may be repeated this often is worth a flood."""
_SAMPLES = "aA5 .-_\n,ا٥😊@:/'\"()[]{}<>"


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern, where it stands, and whether it is only ever laid at a text's beginning."""

    place: str
    pattern: re.Pattern[Any]
    anchored: bool


def modules() -> Iterator[ModuleType]:
    """Import every module of the package that needs no library which is not there."""
    yield coach
    for found in pkgutil.walk_packages(coach.__path__, "coach."):
        if ".migrations." not in found.name:  # run by alembic alone
            yield from _imported(found.name)
    for name in ("api", "cli"):
        folder = Path(coach.__file__ or "").parent.parent / name
        for path in sorted(folder.rglob("*.py")):
            inside = path.relative_to(folder).with_suffix("").parts
            yield from _imported(".".join(("coach", name, *(inside if inside[-1] != "__init__" else inside[:-1]))))


def _imported(name: str) -> Iterator[ModuleType]:
    try:
        yield importlib.import_module(name)
    except ImportError:
        return


@lru_cache(maxsize=1)
def patterns() -> tuple[Found, ...]:
    """List every pattern once: those that a module holds, also within tables, and those written where they are used."""
    found: dict[tuple[str, int, bool], Found] = {}
    for module in modules():
        path = Path(module.__file__ or "")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = _calls(tree)
        for name, value in vars(module).items():
            for one in _held(value, 3):
                anchored = calls.get(name, set()) <= _ANCHORED and bool(calls.get(name))
                _add(found, Found(f"{module.__name__}.{name}", one, anchored))
        for line, how, text, flags in _inline(tree):  # what is compiled stands in the module
            try:
                _add(found, Found(f"{module.__name__}:{line}", re.compile(text, flags), how in _ANCHORED))
            except re.error:
                continue
    return tuple(found.values())


def _add(found: dict[tuple[str, int, bool], Found], one: Found) -> None:
    if isinstance(one.pattern.pattern, str):
        found.setdefault((one.pattern.pattern, one.pattern.flags, one.anchored), one)


def _held(value: Any, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for one in (*value.keys(), *value.values()):
            yield from _held(one, depth - 1)
    elif depth and isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from _held(one, depth - 1)


def _calls(tree: ast.AST) -> dict[str, set[str]]:
    """Tell by which methods each name is applied in a module."""
    calls: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in _APPLIED and isinstance(node.value, ast.Name):
            calls.setdefault(node.value.id, set()).add(node.attr)
    return calls


def _inline(tree: ast.AST) -> Iterator[tuple[int, str, str, int]]:
    """Yield line, method, text and flags of every `re.…("…")` that is written out."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in _APPLIED
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            flags = re.IGNORECASE if "IGNORECASE" in ast.dump(node) else 0
            yield node.lineno, node.func.attr, node.args[0].value, flags


def floods(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """Yield the worst texts of about `length` signs: what each repetition takes, again and again, then what it does not.

    Each once alone, which costs a search most, and once behind what the pattern wants before it.
    """
    yield from dict.fromkeys(
        f"{before}{(unit * length)[: max(length, len(unit))]}{end}"
        for before, unit in dict.fromkeys(_units(_PARSER.parse(pattern.pattern, pattern.flags & ~re.DEBUG), ""))
        for before in ("", before)
        for end in _MISMATCHES
        if unit
    )


def _units(items: Any, before: str) -> Iterator[tuple[str, str]]:
    for op, argument in items:
        name = str(op)
        if name in _REPEATS:
            _, most, inner = argument
            unit = _sample(inner)
            if int(most) >= _UNBOUNDED:
                yield before, unit
                for other in _alternatives(inner):
                    yield before, other
            yield from _units(inner, before)
        elif name == "SUBPATTERN":
            yield from _units(argument[-1], before)
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from _units(branch, before)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _units(argument[1], before)
        elif name == "ATOMIC_GROUP":
            yield from _units(argument, before)
        before += _one(op, argument)


def _alternatives(items: Any) -> Iterator[str]:
    """Yield a sample of each branch, and the pieces of a class, of what is repeated."""
    for op, argument in items:
        name = str(op)
        if name == "BRANCH":
            yield from (_sample(branch) for branch in argument[1])
        elif name == "SUBPATTERN":
            yield from _alternatives(argument[-1])
        elif name == "IN":
            yield from (sign for sign in _SAMPLES if _taken(argument, sign))


def _sample(items: Any) -> str:
    """Write a short text that a parsed pattern takes, looking neither ahead nor behind."""
    return "".join(_one(op, argument) for op, argument in items)


def _one(op: Any, argument: Any) -> str:
    name = str(op)
    if name == "LITERAL":
        return chr(argument)
    if name in ("NOT_LITERAL", "ANY"):
        return next(sign for sign in _SAMPLES if name == "ANY" or ord(sign) != argument)
    if name == "IN":
        return next((sign for sign in _SAMPLES if _taken(argument, sign)), _first(argument))
    if name in _REPEATS:
        least, _, inner = argument
        return _sample(inner) * max(1, min(int(least), 5))
    if name == "SUBPATTERN":
        return _sample(argument[-1])
    if name == "BRANCH":
        return _sample(argument[1][0])
    if name == "ATOMIC_GROUP":
        return _sample(argument)
    return ""


def _taken(argument: Any, sign: str) -> bool:
    inverted = any(str(op) == "NEGATE" for op, _ in argument)
    return inverted != any(_in(op, value, sign) for op, value in argument)


def _in(op: Any, value: Any, sign: str) -> bool:
    name = str(op)
    if name == "LITERAL":
        return ord(sign) == value
    if name == "RANGE":
        return bool(value[0] <= ord(sign) <= value[1])
    if name == "CATEGORY":
        told = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}
        kind = str(value).rpartition("_")[2]
        return (re.match(told[kind], sign) is not None) != ("NOT" in str(value))
    return False


def _first(argument: Any) -> str:
    for op, value in argument:
        if str(op) == "LITERAL":
            return chr(value)
        if str(op) == "RANGE":
            return chr(value[0])
    return "a"
