"""What is wrong with a finished site: links and anchors that lead nowhere, and anything fetched from elsewhere."""

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_FETCHES = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("video", "src")}
_HARMLESS = {"canonical", "alternate", "prev", "next"}
"""Relations of a `link` that a browser does not fetch."""
_SENT = ("http", "https", "")


class _Page(HTMLParser):
    """The ids of a page, where it leads, and what it fetches."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: set[str] = set()
        self.leads: list[str] = []
        self.fetches: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag names."""
        given = {name: value or "" for name, value in attrs}
        self.ids.update(given[name] for name in ("id", "name") if name in given)
        for name, value in given.items():
            if (tag, name) in _FETCHES and not (tag == "link" and given.get("rel") in _HARMLESS):
                self.fetches.append(value)
            elif (tag, name) == ("a", "href"):
                self.leads.append(value)


@cache
def _page(path: Path) -> _Page:
    return _Page(path.read_text(encoding="utf-8"))


def problems(site: Path) -> list[str]:
    """List what is wrong, page by page; a link to another host is not followed."""
    _page.cache_clear()
    return [f"{path.relative_to(site)}: {one}" for path in sorted(site.rglob("*.html")) for one in _wrong(path)]


def _wrong(path: Path) -> Iterator[str]:
    page = _page(path)
    for address in page.fetches:
        if urlsplit(address).netloc:
            yield f"is fetched from elsewhere: {address}"
    if path.name == "404.html":
        return
    for address in [*page.leads, *page.fetches]:
        parts = urlsplit(address)
        if parts.netloc or parts.scheme not in _SENT:
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if target.is_dir():
            target /= "index.html"
        if not target.is_file():
            yield f"leads nowhere: {address}"
        elif parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in _page(target).ids | {"__top"}:
            yield f"has no such place: {address}"
