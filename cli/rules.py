"""`coach rules`: what is judged, and whether a company's own rules are sound."""

from pathlib import Path
from typing import Annotated

import typer

from .cases import ProfileOption, Ui, UiOption, profile_from

app = typer.Typer(help="The rules: list them, read a rule's page, try a company's own.", no_args_is_help=True)


@app.command("list")
def list_rules(profile: ProfileOption = None) -> None:
    """List the rules by criterion, with their severity."""
    from coach.pipeline import Coach

    coach = Coach(profile_from(profile))
    width = max(len(rule.id) for rule in coach.rules)
    for rule in coach.rules:
        setting = coach.profile.rules.get(rule.id)
        state = "off" if setting and not setting.enabled else (setting and setting.severity) or rule.severity
        typer.echo(f"{rule.id:{width}}  {rule.criterion:12}  {state:7}  {rule.page.splitlines()[0]}")


@app.command("show")
def show(rule_id: Annotated[str, typer.Argument(metavar="RULE")], ui: UiOption = Ui.en) -> None:
    """Show a rule's page: what it flags, why, and examples in both languages."""
    from coach.errors import UnknownName
    from coach.rules import BY_ID

    rule = BY_ID.get(rule_id)
    if rule is None:
        raise UnknownName(kind="rule", name=rule_id, known=", ".join(BY_ID))
    typer.echo(f"{rule.id} ({rule.criterion}, {rule.severity})\n\n{rule.page.strip()}\n\n{rule.why[ui.value]}")


@app.command("test")
def try_rules(profile: Annotated[Path, typer.Argument(help="The company's profile (YAML).")]) -> None:
    """Run each company rule on its own good and bad examples."""
    from coach.config import load_profile
    from coach.pipeline import Coach
    from coach.rules.examples import failures

    settings = load_profile(profile)
    coach = Coach(settings)
    problems = failures(settings.company_rules, lambda case: {rule.id for _, rule, _ in coach.judge(coach.read(case))[0]})
    for problem in problems:
        typer.echo(problem, err=True)
    typer.echo(f"{len(settings.company_rules)} rules, {len(problems)} examples fail")
    raise typer.Exit(1 if problems else 0)
