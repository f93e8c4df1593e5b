"""A Ray cluster gives the tables of one process, also when a node dies on the way."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coach.audit.engines import Ray
from coach.audit.run import Asked, Progress, audit
from tests.audit import nursery, threads

ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")
pytestmark = pytest.mark.filterwarnings("ignore")  # Ray leaves sockets and subprocesses to the interpreter's end


@pytest.fixture
def cluster() -> Iterator[Any]:
    """Two nodes on this machine."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    yield made
    ray.shutdown()
    made.shutdown()


def test_two_nodes_one_of_them_killed_give_the_tables_of_one_process(cluster: Any, tmp_path: Path) -> None:
    given = threads.write(tmp_path / "chats.jsonl", 60)
    nursery.run(given, tmp_path / "reference")
    second = cluster.add_node(num_cpus=1)
    killed = []

    def kill(now: Progress) -> None:
        if now.step == "judge" and now.done >= 12 and not killed:
            cluster.remove_node(second, allow_graceful=False)
            killed.append(now.done)

    audit(Asked([str(given)], tmp_path / "audit", nursery.SETTINGS), Ray(cluster.address), kill)
    assert killed
    assert killed[0] < 60
    assert nursery.tables(tmp_path / "audit") == nursery.tables(tmp_path / "reference")
