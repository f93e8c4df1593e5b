"""`coach practice`: scenarios to learn by, replies scored with reasons, progress, and the store that keeps them."""

import typer

from coach.cli import progress_of

from . import making, people, scenarios, store, trusting, trying

app = typer.Typer(help="Practise on made-up customers; write scenarios; see how far scores can be trusted.", no_args_is_help=True)
app.command("list")(scenarios.list_scenarios)
app.command("show")(scenarios.show)
app.command("try")(trying.try_reply)
app.command("lint")(making.lint)
app.command("trust")(trusting.trust)
app.command("new")(making.new)
app.command("import")(making.import_cases)
app.command("calibrate")(trusting.calibrate)
app.command("progress")(progress_of.progress)
app.command("certificate")(progress_of.certificate)
app.add_typer(people.app, name="people")
app.add_typer(store.app, name="store")
