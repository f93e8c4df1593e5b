"""`coach mcp`: the coach as tools for assistants."""

from coach.errors import MissingExtra

from .cases import ProfileOption, profile_from, settle


def mcp(profile: ProfileOption = None) -> None:
    """Serve check, rewrite, draft and digest over the Model Context Protocol, on standard input and output."""
    try:
        from coach.mcp import serve
    except ModuleNotFoundError as error:
        raise MissingExtra(what="coach mcp", library=error.name, extra="mcp") from None
    from coach.pipeline import Coach

    coach = Coach(profile_from(profile))
    settle()
    serve(coach)
