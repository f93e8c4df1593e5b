"""Language models as a source of rewrites: they write a proposal, and the guard and the rules judge it like any other.

Off unless a profile sets one. What an endpoint is sent has every name, number and address that identifies a
person masked; a model on this machine sees the text as it is.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, Self

from coach.case import Case, Channel, Gender
from coach.config import WriterSettings
from coach.rewrite.backends.reply import tidy
from coach.rewrite.goals import GoalName

_ABOUT_PEOPLE = ("name", "customer", "agent", "address", "اسم", "عميل", "عنوان")


@dataclass(frozen=True, slots=True)
class Request:
    """What a writer is asked: a draft in `language` to be rewritten towards `goal`.

    `findings` are the rules' messages and `facts` lines such as "order: 4411", both in any language;
    `people` and `company` are names that no endpoint may see.
    """

    draft: str
    customer: str | None
    language: Literal["en", "ar"]
    channel: Channel
    goal: GoalName = "fix"
    findings: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    company: str | None = None
    gender: Gender = "unknown"

    @classmethod
    def of(cls, case: Case, language: Literal["en", "ar"], goal: GoalName = "fix", findings: Sequence[str] = ()) -> Self:
        """Ask for a rewrite of `case`, whose draft is in `language`."""
        context = case.context
        named = [value for label, value in context.facts.items() if any(word in label.lower() for word in _ABOUT_PEOPLE)]
        return cls(
            draft=case.draft,
            customer=case.message,
            language=language,
            channel=case.channel,
            goal=goal,
            findings=tuple(findings),
            facts=tuple(f"{label}: {value}" for label, value in context.facts.items()),
            people=tuple(name for name in (context.customer_name, context.agent_name, *named) if name),
            company=context.company,
            gender=context.addressee_gender,
        )


class Writer(Protocol):
    """A language model that rewrites a draft."""

    name: str

    def write(self, request: Request, cancel: threading.Event | None = None) -> Iterator[str]:
        """Yield one proposal in pieces as they come; joined they are the whole text, as the model wrote it.

        Ends early once `cancel` is set. Raises WriterError when there is no whole proposal.
        """
        ...


def load_writer(settings: WriterSettings | None) -> Writer | None:
    """Make the writer that the settings ask for; none where there are no settings.

    Raises MissingExtra, MissingKey or BadModel.
    """
    if settings is None:
        return None
    if settings.source == "endpoint":
        from coach.rewrite.backends.endpoint import Endpoint

        return Endpoint(settings)
    from coach.rewrite.backends.local import Local

    return Local(settings)


def propose(
    writer: Writer, request: Request, cancel: threading.Event | None = None, on_piece: Callable[[str], object] | None = None
) -> str | None:
    """Let `writer` write one proposal and give it tidied, unjudged; None where it is unusable or `cancel` was set.

    `on_piece` hears each piece as it comes. Raises WriterError when there is no whole proposal.
    """
    said = []
    for piece in writer.write(request, cancel):
        said.append(piece)
        if on_piece is not None:
            on_piece(piece)
    if cancel is not None and cancel.is_set():
        return None
    return tidy("".join(said), request.draft)


__all__ = ["Request", "Writer", "WriterSettings", "load_writer", "propose"]
