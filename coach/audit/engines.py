"""Engines: who works on the batches. Each takes the same numbers and calls the same function; only where it runs differs."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, Protocol

from coach.audit.errors import WorkersLost
from coach.audit.worker import work_on
from coach.errors import MissingExtra

_MAX_LOST = 5  # times in a row that workers may die without a batch done in between
_AHEAD = 4  # batches handed out for each worker: enough to keep it busy, few enough to forget

Told = dict[str, Any]


class Engine(Protocol):
    """Works on batches."""

    def run(self, work: Path, numbers: Sequence[int]) -> Iterator[tuple[int, Told]]:
        """Work on the batches of a work folder; yield each number with what is told of it, as it is done, in any order."""
        ...


class InProcess:
    """One batch after the other, here."""

    def run(self, work: Path, numbers: Sequence[int]) -> Iterator[tuple[int, Told]]:
        """See Engine."""
        for number in numbers:
            yield number, work_on(work, number)


class Processes:
    """Processes on this machine; one that is killed is replaced, and its batch begun again."""

    def __init__(self, workers: int | None = None) -> None:
        """Use `workers` processes, by default one for each core that this process may use."""
        self.workers = workers or _cores()

    def run(self, work: Path, numbers: Sequence[int]) -> Iterator[tuple[int, Told]]:
        """See Engine; raises WorkersLost where they die again and again."""
        todo = list(reversed(numbers))
        lost = 0
        while todo:
            try:
                for number, told in self._pool(work, todo):
                    lost = 0
                    yield number, told
            except BrokenProcessPool:
                lost += 1
                if lost == _MAX_LOST:
                    raise WorkersLost(times=lost) from None

    def _pool(self, work: Path, todo: list[int]) -> Iterator[tuple[int, Told]]:
        """Work through `todo` from its end with one pool; what a dead worker held goes back to `todo`."""
        # Spawned, not forked: the parent's threads and ONNX sessions do not survive a fork.
        spawn = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self.workers, mp_context=spawn, initializer=_leave_with_parent)
        held: dict[Any, int] = {}
        try:
            while todo or held:
                while todo and len(held) < self.workers * _AHEAD:
                    number = todo.pop()
                    held[pool.submit(work_on, work, number)] = number
                for future in wait(held, return_when=FIRST_COMPLETED).done:
                    told = future.result()
                    yield held.pop(future), told
        finally:
            todo += sorted(held.values(), reverse=True)
            pool.shutdown(wait=False, cancel_futures=True)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _leave_with_parent() -> None:
    """End this worker when its parent is gone: a killed parent cannot tell it to, and the pool's queue never closes."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "workers are spawned"

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class Ray:
    """A Ray cluster whose nodes all see the work folder by the same path; a node that dies costs its batches' time only."""

    def __init__(self, address: str | None = None, workers: int | None = None) -> None:
        """Join the cluster at `address` (`auto` for the one of this machine), or start one here; at most `workers` batches at a time."""
        self._address = address
        self._workers = workers

    def run(self, work: Path, numbers: Sequence[int]) -> Iterator[tuple[int, Told]]:
        """See Engine; raises MissingExtra where Ray is not installed."""
        ray = _ray()
        began = not ray.is_initialized()
        if began:
            ray.init(address=self._address, include_dashboard=False, log_to_driver=False, logging_level="ERROR", configure_logging=False)
        try:
            yield from self._window(ray, work.resolve(), list(reversed(numbers)))
        finally:
            if began:
                ray.shutdown()

    def _window(self, ray: Any, work: Path, todo: list[int]) -> Iterator[tuple[int, Told]]:
        # A node's death is no fault of the batch: it is tried again elsewhere, as often as that happens.
        task = ray.remote(num_cpus=1, max_retries=-1)(work_on)
        most = self._workers or max(1, int(ray.cluster_resources().get("CPU", 1))) * _AHEAD
        held: dict[Any, int] = {}
        while todo or held:
            while todo and len(held) < most:
                number = todo.pop()
                held[task.remote(work, number)] = number
            done, _ = ray.wait(list(held), num_returns=1)
            for reference in done:
                yield held.pop(reference), ray.get(reference)


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # Ray would call home
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        import ray
    except ImportError:
        raise MissingExtra(what="--engine ray", library="ray", extra="ray") from None
    return ray


ENGINES: dict[str, Callable[[str | None, int | None], Engine]] = {
    "process": lambda address, workers: InProcess(),
    "processes": lambda address, workers: Processes(workers),
    "ray": lambda address, workers: Ray(address, workers),
}
