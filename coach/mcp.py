"""The coach as tools of the Model Context Protocol, so that assistants can check, rewrite and draft replies."""

import logging
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import anyio
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)
from pydantic import Field, TypeAdapter
from pydantic_core import to_json

from coach import __version__
from coach.case import NO_DRAFT, Case, Channel, Context, DraftRequest, Message, UiLanguage
from coach.config import Strict
from coach.errors import BadRecord, CoachError
from coach.pipeline import Coach
from coach.rewrite.goals import GoalName

log = logging.getLogger("coach.mcp")
MAX_WAYS = 5
_INSTRUCTIONS = (
    "Judges and mends a support agent's reply before it is sent, in Arabic and in English. Send the customer's message along "
    "where it is known. ⟦…⟧ in an answer asks for what only the agent knows: ask for it, never fill it in by guessing."
)
_FAULT = {
    "en": "the coach failed at this; its log names the place",
    "ar": "تعذر على المدرب إتمام ذلك، وسجلّه يذكر موضع الخلل",
}


class RewriteRequest(Case):
    """A draft to be mended: `goal` says what for, `ways` how many ways of doing it to give."""

    goal: GoalName = "fix"
    ways: Annotated[int, Field(ge=1, le=MAX_WAYS)] = 1


class DigestRequest(Strict):
    """A customer's message to be told without its hostility."""

    customer: str | tuple[Message, ...]
    channel: Channel = "email"
    ui_language: UiLanguage = "en"
    context: Context = Context()


@dataclass(frozen=True, slots=True)
class _Tool:
    """What a tool is called, takes, says of itself and does."""

    name: str
    takes: type[Strict] | type[Case] | type[DraftRequest]
    title: str
    says: str
    does: Callable[[Coach, Mapping[str, Any]], dict[str, Any]]


def _check(coach: Coach, given: Mapping[str, Any]) -> dict[str, Any]:
    return coach.check(Case.make(given)).as_dict()


def _rewrite(coach: Coach, given: Mapping[str, Any]) -> dict[str, Any]:
    request = RewriteRequest.make(given)
    return coach.rewrite(request, request.goal, request.ways).as_dict()


def _draft(coach: Coach, given: Mapping[str, Any]) -> dict[str, Any]:
    return coach.draft(DraftRequest.make(given)).as_dict()


def _digest(coach: Coach, given: Mapping[str, Any]) -> dict[str, Any]:
    """Give the digest; an empty object where the message says nothing."""
    if given.get("customer") is None:
        raise BadRecord(where="the request", what={"en": "customer: field required", "ar": "customer مطلوب"})
    digest = coach.digest(Case.make({**given, "draft": NO_DRAFT}))
    return digest.as_dict() if digest else {}


_TOOLS = {
    tool.name: tool
    for tool in (
        _Tool(
            "check",
            Case,
            "Check a reply",
            "Judge a support agent's draft: a score, and each fault with its place, the reason and a way to mend it. "
            "يحكم على مسودة رد موظف الدعم: درجة، وكل خلل بموضعه وسببه وطريقة إصلاحه.",
            _check,
        ),
        _Tool(
            "rewrite",
            RewriteRequest,
            "Rewrite a reply",
            "Mend a draft, every fact kept and nothing invented; `needs` lists the ⟦slots⟧ that only the agent can fill. "
            "يصلح المسودة محافظًا على كل معلومة دون اختلاق شيء؛ وفي needs الخانات ⟦…⟧ التي لا يعرفها إلا الموظف.",
            _rewrite,
        ),
        _Tool(
            "draft",
            DraftRequest,
            "Draft a reply",
            "Write a whole reply to a customer's message from notes and facts; ⟦slots⟧ ask for what is not known. "
            "يكتب ردًا كاملًا على رسالة العميل من ملاحظات ومعلومات؛ والخانات ⟦…⟧ تسأل عما لا يُعرف.",
            _draft,
        ),
        _Tool(
            "digest",
            DigestRequest,
            "Digest a hostile message",
            "Tell what a customer's message comes to, its insults folded away: facts, asks, what is owed, calm boundaries by firmness. "
            "يلخّص رسالة العميل وقد طُويت إساءاتها: الوقائع والطلبات وما يستحقه، وعبارات هادئة تضع الحدود درجةً درجة.",
            _digest,
        ),
    )
}


def make_server(coach: Coach) -> Server[dict[str, Any]]:
    """Give a server whose tools use `coach`, one call at a time."""
    turn = anyio.CapacityLimiter(1)

    async def list_tools(context: ServerRequestContext[Any], asked: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_described(tool) for tool in _TOOLS.values()])

    async def call_tool(context: ServerRequestContext[Any], asked: CallToolRequestParams) -> CallToolResult:
        tool = _TOOLS.get(asked.name)
        if tool is None:
            raise MCPError(INVALID_PARAMS, f"there is no such tool; known: {', '.join(_TOOLS)}")
        return await anyio.to_thread.run_sync(_called, coach, tool, asked.arguments or {}, limiter=turn)

    return Server(
        "reply-coach",
        version=__version__,
        title="Reply Coach",
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def serve(coach: Coach) -> None:
    """Answer on standard input and output until the client closes them."""

    async def run() -> None:
        server = make_server(coach)
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    anyio.run(run)


def _described(tool: _Tool) -> Tool:
    return Tool(
        name=tool.name,
        title=tool.title,
        description=tool.says,
        input_schema=TypeAdapter(tool.takes).json_schema(),
        annotations=ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False),
    )


def _called(coach: Coach, tool: _Tool, given: Mapping[str, Any]) -> CallToolResult:
    """Do what is asked; what goes wrong becomes a tool's error that quotes no text."""
    language: Literal["en", "ar"] = "ar" if given.get("ui_language") == "ar" else "en"
    try:
        made = tool.does(coach, given)
    except CoachError as error:
        return _failed(error.describe(language))
    except Exception as error:  # the last line: a traceback's message may quote a text, its frames do not
        frames = traceback.extract_tb(error.__traceback__)[-6:]
        log.error("%s %s", type(error).__name__, " > ".join(f"{frame.name}:{frame.lineno}" for frame in frames))
        return _failed(_FAULT[language])
    return CallToolResult(content=[TextContent(text=to_json(made).decode())], structured_content=made)


def _failed(what: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=what)], is_error=True)
