"""`coach check --server`: the server judges, this process only asks and prints."""

import os
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from coach.case import Case
from coach.client import Client


@dataclass(frozen=True, slots=True)
class RemoteReport:
    """A report that came over the wire."""

    written: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """Give the contract's form."""
        return self.written


class RemoteCoach:
    """A coach that lives in a server; the key comes from COACH_KEY."""

    def __init__(self, server: str) -> None:
        """Take the server's address; ask nothing yet."""
        self._client = Client(server, os.environ.get("COACH_KEY"))

    def check(self, case: Case) -> RemoteReport:
        """Have one case judged; raises ServerRefused or ServerUnreachable."""
        return RemoteReport(dict(self._client.check(case.model_dump_json(exclude_defaults=True).encode())))

    @cached_property
    def rules(self) -> tuple[SimpleNamespace, ...]:
        """The server's rules, as far as reports name them."""
        return tuple(SimpleNamespace(**rule) for rule in self._client.rules())
