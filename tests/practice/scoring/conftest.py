from pathlib import Path

import pytest

from coach.pipeline import Coach
from coach.practice import bank


@pytest.fixture(scope="session")
def coach():
    return Coach()


@pytest.fixture(scope="session")
def laid():
    return bank.load(Path(__file__).parent / "bank")


@pytest.fixture(scope="session")
def lamp(laid):
    return laid["lamp-refund-late"]


@pytest.fixture(scope="session")
def router(laid):
    return laid["router-delivery-egypt"]


@pytest.fixture(scope="session")
def gym(laid):
    return laid["gym-pause-refused"]
