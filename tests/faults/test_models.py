"""A model's files that are gone, cut short, changed or put for others: none is loaded, and the error names the file."""

from pathlib import Path
from typing import Any

import pytest

from coach.errors import BadModel
from coach.models import asking, asks, impression
from coach.models.embedded import Embedded

SHIPPED = Embedded().folder
SERVED = ("encoder.onnx", "moves.onnx", "customer.onnx", "politeness.onnx", "tokenizer.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that ships, file by file a link, so that a test may put its own in the place of one."""
    for path in SHIPPED.iterdir():
        if path.is_file():
            (tmp_path / path.name).symlink_to(path)
    return tmp_path


def replaced(path: Path, data: bytes) -> None:
    path.unlink()
    path.write_bytes(data)


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def turned(data: bytes) -> bytes:
    return data[:1000] + bytes((data[1000] ^ 1,)) + data[1001:]


def emptied(data: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("name", SERVED)
@pytest.mark.parametrize("spoil", [cut, turned, emptied])
def test_a_file_that_is_not_the_cards_is_named_with_what_to_do(folder: Path, name: str, spoil: object) -> None:
    replaced(folder / name, spoil((SHIPPED / name).read_bytes()))  # type: ignore[operator]
    with pytest.raises(BadModel) as raised:
        Embedded(folder)
    assert name in str(raised.value)
    assert "install or export it again" in raised.value.describe("en")
    assert "ثبّته أو صدّره من جديد" in raised.value.describe("ar")


@pytest.mark.parametrize("name", SERVED)
def test_a_file_that_is_gone_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(BadModel, match=f"{name} cannot be used: No such file"):
        Embedded(folder)


def test_one_heads_weights_do_not_pass_for_anothers(folder: Path) -> None:
    replaced(folder / "moves.onnx", (SHIPPED / "customer.onnx").read_bytes())
    with pytest.raises(BadModel, match=r"moves\.onnx"):
        Embedded(folder)


@pytest.mark.parametrize("card", [b"", b"{", b"[]", b"{}", b'{"name": 1, "sha": "a", "files": {}, "heads": {}}', b"\xff\xfe"])
def test_a_card_that_is_none_is_told(folder: Path, card: bytes) -> None:
    replaced(folder / "card.json", card)
    with pytest.raises(BadModel, match=r"card\.json"):
        Embedded(folder)


@pytest.mark.parametrize("spoil", [cut, turned, emptied])
def test_the_head_that_matches_asks_is_held_against_the_card_too(folder: Path, spoil: object, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced(folder / "asks.onnx", spoil((SHIPPED / "asks.onnx").read_bytes()))  # type: ignore[operator]
    monkeypatch.setattr(asks, "WEIGHTS", folder)
    with pytest.raises(BadModel, match=r"asks\.onnx cannot be used: the file is not the one"):
        asks._head.__wrapped__()


@pytest.mark.parametrize("spoil", [cut, turned, emptied])
@pytest.mark.parametrize("module", [asking, impression])
def test_the_linear_heads_are_held_against_the_card_too(folder: Path, module: Any, spoil: object, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced(folder / module.FILE, spoil((SHIPPED / module.FILE).read_bytes()))  # type: ignore[operator]
    monkeypatch.setattr(module, "WEIGHTS", folder)
    with pytest.raises(BadModel, match=r"\.npy cannot be used: the file is not the one"):
        module._head.__wrapped__()


def test_every_file_that_is_served_stands_in_the_card() -> None:
    served = {path.name for pattern in ("*.onnx", "*.npy", "*.npz") for path in SHIPPED.glob(pattern)}
    assert {*SERVED, *served} == Embedded().card["files"].keys()
    assert all(len(digest) == 64 for digest in Embedded().card["files"].values())
