"""Files that are there whole or not at all, whatever kills the process while they are written."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from coach.audit.errors import AuditError

LOCK = ".lock"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other processes out of a folder; whoever is killed lets go of it. Raises AuditError where another one is in it."""
    with (folder / LOCK).open("wb") as file:
        try:
            _lock(file.fileno())
        except OSError:
            what = {"en": "another audit is at work here; wait for it", "ar": "تدقيق آخر يعمل هنا الآن؛ انتظر حتى ينتهي"}
            raise AuditError(where=str(folder.parent), what=what) from None
        yield


def _lock(handle: int) -> None:
    with suppress(ImportError):  # not on Windows, where two audits in one folder are the auditor's own care
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a file beside `path`, then put it in its place in one step; on the disk before that step, and after it.

    Several processes may write the same file at once; the last one stands.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        write(beside)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all."""
    write_whole(path, lambda beside: beside.write_text(text, encoding="utf-8", newline="\n"))


def write_table(path: Path, table: pa.Table) -> None:
    """Write a Parquet file, whole or not at all."""
    write_whole(path, lambda beside: pq.write_table(table, beside, compression="zstd"))


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened, and its entries reach the disk by themselves
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
