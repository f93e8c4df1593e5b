"""`coach`: the command and its exit codes.

0 nothing at or above --fail-on; 1 something is, or the trained model is worse; 2 the input or the
configuration is wrong; 3 some records of a stream failed. No command shows a traceback for bad input.
"""

import gc
import os
import sys

import typer

from coach.errors import CoachError

from . import (
    audit,
    check,
    corpus,
    digest,
    draft,
    evaluate,
    feedback,
    keys,
    mcp,
    phrasebook,
    practice,
    predict,
    rewrite,
    rules,
    serve,
    train,
)
from .cases import ui_language

app = typer.Typer(
    name="coach",
    help="Judge and mend a support agent's reply before it is sent, in Arabic and in English.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("check")(check.check)
app.command("rewrite")(rewrite.rewrite)
app.command("draft")(draft.draft)
app.command("digest")(digest.digest)
app.command("predict")(predict.predict)
app.command("evaluate")(evaluate.evaluate)
app.command("train")(train.train)
app.command("serve")(serve.serve)
app.command("mcp")(mcp.mcp)
app.add_typer(audit.app, name="audit")
app.add_typer(practice.app, name="practice")
app.add_typer(keys.app, name="keys")
app.add_typer(feedback.app, name="feedback")
app.add_typer(rules.app, name="rules")
app.add_typer(phrasebook.app, name="phrasebook")
app.add_typer(corpus.app, name="corpus")

EXIT_WRONG = 2


@app.callback(invoke_without_command=True)
def _root(version: bool = typer.Option(False, "--version", help="Show the version and leave.", is_eager=True)) -> None:
    if version:
        from coach import __version__

        typer.echo(f"reply-coach {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line and turn errors into messages and exit codes."""
    # Start-up makes many objects and frees few: collecting meanwhile costs a tenth of it.
    gc.disable()
    try:
        app(standalone_mode=True)
    except CoachError as error:
        print(f"coach: {error.describe(ui_language())}", file=sys.stderr)  # noqa: T201
        sys.exit(EXIT_WRONG)
    except BrokenPipeError:
        # The reader left, as `head` does: that is no fault of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
