"""The process that searches: `python -m fuzz.search TARGET FOUND CORPUS [libFuzzer's options]`."""

import sys
import traceback
from hashlib import sha256
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["coach"]):
    from fuzz.mutate import mutate
    from fuzz.targets import TARGETS


def main() -> None:
    """Search until the time is over."""
    _, name, folder, *rest = sys.argv
    target, found = TARGETS[name], Path(folder)
    seen = {path.read_text(encoding="utf-8").split("\n", 1)[0] for path in found.glob("*.txt")}

    def one(data: bytes) -> None:
        try:
            target.run(data)
        except Exception as error:
            place = _place(error)
            if place not in seen:
                seen.add(place)
                _write(found, data, place)

    def other(data: bytes, longest: int, seed: int) -> bytes:
        if seed % 3:
            return mutate(data, longest, seed)
        changed: bytes = atheris.Mutate(data, longest)
        return changed

    atheris.Setup([sys.argv[0], *rest], one, custom_mutator=other)
    atheris.Fuzz()


def _place(error: Exception) -> str:
    """Name what went wrong and where, so that one fault is told once."""
    last = next((frame for frame in reversed(traceback.extract_tb(error.__traceback__)) if "/fuzz/target" not in frame.filename), None)
    said = str(error) if type(error).__name__ == "Broken" else ""
    return f"{type(error).__name__} {Path(last.filename).name}:{last.lineno} {said}" if last else type(error).__name__


def _write(found: Path, data: bytes, place: str) -> None:
    name = sha256(place.encode()).hexdigest()[:12]
    (found / name).write_bytes(data)
    (found / f"{name}.txt").write_text(f"{place}\n\n{traceback.format_exc()}", encoding="utf-8")


if __name__ == "__main__":
    main()
