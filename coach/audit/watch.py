"""Watching a folder: each file that comes is audited by itself, once it stops growing, into a folder of its own."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from coach.audit import files, ingest, sources
from coach.audit.engines import Engine
from coach.audit.run import Asked, Progress, audit
from coach.audit.sources.errors import NoSource
from coach.errors import CoachError, InputError

_STATE = "watched.json"
_NO_NAME = re.compile(r"[^\w.-]+")

Audited = tuple[Path, Path, dict[str, Any] | CoachError]
"""The file, its audit's folder, and its summary, which holds what changed since the audit before; or why it could not be audited."""


class Watch:
    """What has come into a folder and what has been done with it; kept on disk, so that it may be stopped and started."""

    def __init__(self, asked: Asked, engine: Engine) -> None:
        """Audit the files of `asked.inputs` as they come, each into a folder under `asked.out`."""
        self._asked = asked
        self._engine = engine
        self._state = asked.out / _STATE
        self._growing: dict[Path, tuple[int, int]] = {}

    def step(self, settled: bool = False, on_progress: Callable[[Progress], object] = lambda _: None) -> Iterator[Audited]:
        """Audit the new files that have not changed since the step before (or, where all are `settled`, every new file)."""
        done = self._done()
        for path in self._there():
            told = path.stat()
            seen = told.st_size, told.st_mtime_ns
            still, self._growing[path] = self._growing.get(path) == seen, seen
            if not (settled or still) or (digest := ingest.digest(path)) in done:
                continue
            out = self._asked.out / f"{_NO_NAME.sub('-', path.name)[:80]}-{digest[:8]}"
            before = next((one for name in reversed(done.values()) if (one := self._asked.out / name / "summary.json").is_file()), None)
            asked = replace(self._asked, inputs=[str(path)], out=out, baseline=before and before.parent)
            summary: dict[str, Any] | CoachError
            try:
                summary = audit(asked, self._engine, on_progress)
            except InputError as error:  # a bad file must not keep the next ones waiting, nor be tried for ever
                summary = error
            done[digest] = out.name
            files.write_text(self._state, json.dumps(done, indent=1))
            yield path, out, summary

    def _there(self) -> list[Path]:
        try:
            own = self._asked.out.resolve()
            return [path for path in sources.find(self._asked.inputs) if not path.resolve().is_relative_to(own)]
        except NoSource:  # nothing has come yet
            return []

    def _done(self) -> dict[str, str]:
        """Give the audits' folders by the digests of their files, in the order in which they came."""
        try:
            told: dict[str, str] = json.loads(self._state.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return told
