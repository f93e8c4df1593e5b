"""Puts each integration together in a folder and, as its host takes it, in an archive; the panel is copied in as it is."""  # noqa: INP001

import argparse
import shutil
from pathlib import Path

HERE = Path(__file__).parent
PANEL = HERE.parent / "api" / "static" / "panel.js"
SHARED = HERE / "shared"
PLACES = {"chatwoot": ".", "zendesk": "assets", "extension": "."}
"""Where the panel goes in each."""


def build(name: str, out: Path) -> Path:
    """Make `out/name` anew and `out/reply-coach-name.zip` of it; gives the folder."""
    folder = out / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE / name, folder)
    place = folder / PLACES[name]
    shutil.copy(PANEL, place)
    if name != "extension":
        shutil.copytree(SHARED, place, dirs_exist_ok=True)
    shutil.make_archive(str(out / f"reply-coach-{name}"), "zip", folder)
    return folder


def main() -> None:
    """Build the one that is named, or all."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("name", nargs="?", choices=PLACES, metavar="NAME", help=", ".join(PLACES))
    arguments.add_argument("--out", type=Path, default=HERE.parent / "dist" / "integrations")
    given = arguments.parse_args()
    for name in [given.name] if given.name else PLACES:
        print(build(name, given.out))  # noqa: T201


if __name__ == "__main__":
    main()
