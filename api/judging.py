"""A request judged in the engine's threads: what comes back is bytes, and what to count."""

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any

from pydantic_core import to_json

from coach.case import NO_DRAFT, Case, DraftRequest, Offsets
from coach.errors import NoMessage, UnknownName
from coach.report import digest_in_utf16, edits_in_utf16, in_utf16

from .engine import Engine
from .errors import UnknownSituation
from .schemas import CheckRequest, DigestRequest, RewriteRequest


def check(engine: Engine, case: CheckRequest, offsets: Offsets) -> tuple[bytes, dict[str, Any]]:
    """Give the report, written and as it is."""
    report = engine.coach_for(case.ruleset).check(case).as_dict()
    return to_json(report if offsets == "codepoint" else in_utf16(report, case.draft, case.message)), report


async def rewrite(
    engine: Engine, case: RewriteRequest, offsets: Offsets, cancel: Event, on_piece: Callable[[str], object] | None = None
) -> bytes:
    """Give the rewrite, written; a language model is waited for where it keeps no check waiting."""
    coach = await engine.run(partial(engine.coach_for, case.ruleset))

    def work() -> bytes:
        made = coach.rewrite(case, case.goal, case.n, cancel, on_piece).as_dict()
        return to_json(made if offsets == "codepoint" else edits_in_utf16(made, case.draft))

    return await (engine.run(work) if coach.writer is None else engine.wait_for_writer(work, cancel))


def draft(engine: Engine, request: DraftRequest) -> bytes:
    """Give the drafted reply, written; raises UnknownSituation."""
    try:
        return to_json(engine.coach.draft(request).as_dict())
    except UnknownName as error:
        raise UnknownSituation(known=error.details["known"]) from None


def digest(engine: Engine, request: DigestRequest, offsets: Offsets) -> bytes:
    """Give the digest, written; raises NoMessage."""
    told = {name: getattr(request, name) for name in ("customer", "channel", "context", "ui_language")}
    case = Case(draft=NO_DRAFT, **told)
    made = engine.coach.digest(case)
    if made is None or case.message is None:
        raise NoMessage()
    return to_json(made.as_dict() if offsets == "codepoint" else digest_in_utf16(made.as_dict(), case.message))
