"""`coach mcp`, asked by the SDK's own client over its standard input and output."""

import json
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.cli_run import ROOT

anyio = pytest.importorskip("anyio")
mcp = pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

SERVER = ["-c", "from coach.cli.main import main; main()", "mcp"]
SECRET = "Zubaydah-4471"


def asked(work: Callable[[Any], Awaitable[Any]], *arguments: str, mode: str = "auto", log: Path | None = None) -> Any:
    async def run() -> Any:
        parameters = mcp.StdioServerParameters(command=sys.executable, args=[*SERVER, *arguments], cwd=str(ROOT), env={"PYTHONUTF8": "1"})
        with (log or Path("/dev/null")).open("w") as told:
            async with mcp.Client(mcp.stdio_client(parameters, errlog=told), mode=mode) as client:
                return await work(client)

    # In a thread of its own: Playwright's loop may be running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(anyio.run, run).result()


def test_both_languages_through_every_tool() -> None:
    english = json.loads((ROOT / "examples/en/parcel-late.json").read_text(encoding="utf-8"))
    arabic = json.loads((ROOT / "examples/ar/charger-missing.json").read_text(encoding="utf-8"))
    hostile = json.loads((ROOT / "examples/ar/hostile.json").read_text(encoding="utf-8"))

    async def work(client: Any) -> dict[str, Any]:
        told = {}
        for name, case in (("en", english), ("ar", arabic)):
            told[name] = await client.call_tool("check", case)
            told[f"{name} rewritten"] = await client.call_tool("rewrite", {**case, "goal": "fix", "ways": 2})
        told["drafted"] = await client.call_tool(
            "draft", {"customer": "أين طلبي؟ كان يجب أن يصل يوم الاثنين.", "notes": "يصل الخميس", "ui_language": "ar"}
        )
        told["digested"] = await client.call_tool("digest", {"customer": hostile["customer"], "ui_language": "ar", "channel": "chat"})
        told["tools"] = await client.list_tools()
        return told

    told = asked(work)
    tools = {tool.name: tool.input_schema for tool in told.pop("tools").tools}
    assert set(tools) == {"check", "rewrite", "draft", "digest"}
    assert tools["check"]["required"] == ["draft"]
    assert "warmer" in json.dumps(tools["rewrite"]["properties"]["goal"])
    assert not any(answer.is_error for answer in told.values())
    for answer in told.values():
        assert json.loads(answer.content[0].text) == answer.structured_content
    assert "blames-customer" in {finding["rule"] for finding in told["en"].structured_content["findings"]}
    assert told["ar"].structured_content["language"]["code"] == "ar"
    for name in ("en", "ar"):
        made = told[f"{name} rewritten"].structured_content
        assert made["score_after"] > made["score_before"]
    assert "الخميس" in told["drafted"].structured_content["text"]
    assert told["digested"].structured_content["folded"]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_what_goes_wrong_is_a_tools_error_without_the_text(mode: str, tmp_path: Path) -> None:
    wrong = [
        ("check", {"draft": "  ", "customer": SECRET}),
        ("check", {"draft": SECRET, "ui_language": "ar", "channel": SECRET}),
        ("rewrite", {"draft": SECRET, "goal": f"make it {SECRET}"}),
        ("draft", {"customer": SECRET, "notes": 7}),
        ("digest", {"customer": SECRET, "channel": "pigeon"}),
        ("digest", {}),
    ]

    async def work(client: Any) -> list[Any]:
        return [await client.call_tool(name, given) for name, given in wrong]

    answers = asked(work, mode=mode, log=tmp_path / "log")
    assert all(answer.is_error for answer in answers)
    assert not any(SECRET in answer.content[0].text for answer in answers)
    assert "يجب أن يكون واحدًا من" in answers[1].content[0].text
    assert SECRET not in (tmp_path / "log").read_text(encoding="utf-8")


def test_a_tool_that_is_not_there() -> None:
    async def work(client: Any) -> None:
        with pytest.raises(mcp.MCPError, match="known: check, rewrite, draft, digest"):
            await client.call_tool("send", {"draft": SECRET})

    asked(work)


def test_a_profile_that_is_not_there_ends_it_at_once() -> None:
    from tests.cli_run import coach

    done = coach("mcp", "--profile", "nowhere.yaml")
    assert done.code == 2
    assert "nowhere.yaml" in done.err
