"""The store of practice: who practises, what they tried, what was said of it."""

from typing import TYPE_CHECKING

from coach.errors import MissingExtra

if TYPE_CHECKING:
    from coach.practice.store.store import PracticeStore

DEFAULT_URL = "sqlite:///practice.db"


def open_store(url: str = DEFAULT_URL) -> "PracticeStore":
    """Open the store, made if there is none and brought up to date; raises MissingExtra, or a StoreError that says what is wrong."""
    try:
        from coach.practice.store.store import PracticeStore
    except ModuleNotFoundError as error:
        if error.name not in ("sqlalchemy", "alembic"):
            raise
        raise MissingExtra(what={"en": "practice", "ar": "التدريب"}, library=error.name, extra="practice") from None
    return PracticeStore(url)
