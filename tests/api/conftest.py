"""One server for all that does not change it."""

from collections.abc import Iterator

import pytest

from tests.api.practice_floor import Floor, application
from tests.api.serving import Served, serving


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("server"), max_body=60_000, body_seconds=1, idle_seconds=3) as one:
        yield one


@pytest.fixture(scope="session")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    folder = tmp_path_factory.mktemp("floor")
    with application(folder) as client:
        yield Floor.open(client, folder)
