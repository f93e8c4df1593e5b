"""The pages as the generator wants them: one folder a language, links between them made right."""

import re
import shutil
from collections.abc import Iterator
from os.path import relpath
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from coach.rules import RULES as CATALOGUE
from docs.generate import LANGUAGES, ROOT
from docs.generate.rules import names
from docs.generate.rules import pages as rule_pages

HERE = Path(__file__).parent
SITE: dict[str, Any] = yaml.safe_load((HERE / "site.yaml").read_text(encoding="utf-8"))
BESIDE = {"CONTRIBUTING.md": "contributing", "CHANGELOG.md": "changelog", "corpus/README.md": "corpus"}
"""Pages that stand elsewhere in the repository, and what they are called on the site."""
RULES = ROOT / "coach" / "rules"
"""A link to a rule's file leads to its page on the site, a link to the package to their index."""

_LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)([^)\s]+)(?=\))")
_DIRECTION = re.compile(r"^</?div(?: dir=\"rtl\")?>\n", re.MULTILINE)
_FENCE = re.compile(r"^(```\w*).*$", re.MULTILINE)
_ROW = re.compile(r"^\| .+ \| \[(.+)\]\((.+\.md)\) \|$", re.MULTILINE)
_ITEM = re.compile(r"^(?:[-*]|\d+\.) ")


class BrokenLink(Exception):
    """A page links to what is not there."""


def sources() -> dict[tuple[str, str], Path]:
    """Give the file of each written page by language and name (`decisions/guard`)."""
    found: dict[tuple[str, str], Path] = {("en", name): ROOT / path for path, name in BESIDE.items()}
    for path in sorted((ROOT / "docs").rglob("*.md")):
        name = path.relative_to(ROOT / "docs").with_suffix("").as_posix()
        language = "ar" if name.endswith(".ar") else "en"
        found[language, name.removesuffix(".ar")] = path
    return found


def stage(language: str, folder: Path) -> None:
    """Lay out the pages of `language` and its settings under `folder`. Raises BrokenLink."""
    docs = folder / "docs"
    for (spoken, name), path in sources().items():
        if spoken == language:
            _write(docs / f"{name}.md", written(path, language, name))
    for name, text in rule_pages(language).items():
        _write(docs / f"{name}.md", text)
    for linked in linked_files() if language == "en" else ():
        target = docs / _copied(linked)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / linked, target)
    for name in ("extra.css", "iframe-worker.js"):
        shutil.copyfile(HERE / "theme" / name, docs / name)
    _write(folder / "theme" / "main.html", (HERE / "theme" / "main.html").read_text(encoding="utf-8"))
    _write(folder / "mkdocs.yml", yaml.safe_dump(settings(language), allow_unicode=True, sort_keys=False))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def written(path: Path, language: str, name: str) -> str:
    """Give a page's text as the generator's Markdown, its links made those of the site. Raises BrokenLink."""
    text = path.read_text(encoding="utf-8")
    if language == "ar":
        text = _DIRECTION.sub("", text)
    text = _FENCE.sub(r"\1", text)
    parts = re.split(r"(^```.*?^```$)", text, flags=re.DOTALL | re.MULTILINE)
    parts[::2] = [_LINK.sub(lambda found: _address(found[1], path, language, name), _parted(part)) for part in parts[::2]]
    return "".join(parts)


def _parted(text: str) -> str:
    """Put an empty line before a list that follows a paragraph's line, which GitHub does not need."""
    lines: list[str] = []
    within = False
    for line in text.split("\n"):
        item = bool(_ITEM.match(line))
        if item and not within and lines and lines[-1].strip():
            lines.append("")
        within = item or (within and (line.startswith("  ") or not line.strip()))
        lines.append(line)
    return "\n".join(lines)


def _address(link: str, path: Path, language: str, name: str) -> str:
    """Give the site's address of what `link` on the page `path` leads to."""
    target, _, anchor = link.partition("#")
    file = (path.parent / target).resolve()
    place = f"#{anchor}" if anchor else ""
    if (file / "index.md").is_file():
        file /= "index.md"
    if not file.exists() or not file.is_relative_to(ROOT):
        raise BrokenLink(f"{path.relative_to(ROOT)}: {link} is not there")
    at = PurePosixPath(name).parent
    known = {source: key for key, source in sources().items()}
    if file in known:
        spoken, page = known[file]
        return f"{relpath(page, at)}.md{place}" if spoken == language else f"{_across(page, spoken, language, at)}{place}"
    if file.parent == RULES:
        page = "index" if file.stem == "__init__" else file.stem.replace("_", "-")
        return f"{relpath(f'rules/{page}', at)}.md{place}"
    copied = _copied(file.relative_to(ROOT).as_posix()) if file.is_file() else ""
    if not copied:
        raise BrokenLink(f"{path.relative_to(ROOT)}: {link} is a folder; link to a file in it")
    return relpath(copied, at) if language == "en" else relpath(f"../{copied}", at)


def _across(page: str, spoken: str, language: str, at: PurePosixPath) -> str:
    """Give the address of a page in the other language, as the finished site has it."""
    here = PurePosixPath("ar" if language == "ar" else ".") / at
    there = f"{'ar/' if spoken == 'ar' else ''}{page}.html"
    return relpath(there, here)


def _copied(path: str) -> str:
    return f"source/{path}.txt"


def linked_files() -> Iterator[str]:
    """Give the repository's own files, other than pages, that pages link to."""
    pages = set(sources().values())
    seen: set[Path] = set()
    for path in pages:
        for link in _LINK.findall(path.read_text(encoding="utf-8")):
            file = (path.parent / link.partition("#")[0]).resolve()
            if file.is_file() and file.parent != RULES and file not in pages | seen:
                seen.add(file)
                yield file.relative_to(ROOT).as_posix()


def settings(language: str) -> dict[str, Any]:
    """Give the generator's settings for one language."""
    other = next(one for one in LANGUAGES if one != language)
    return {
        "site_name": SITE["name"][language],
        "site_description": SITE["description"][language],
        "docs_dir": "docs",
        "site_dir": "site",
        "use_directory_urls": False,
        "extra_css": ["extra.css"],
        "theme": {
            "custom_dir": "theme",
            "language": language,
            "font": False,
            "variant": "classic",
            "features": ["navigation.sections", "navigation.indexes", "navigation.top", "content.code.copy", "search.highlight"],
            "palette": SITE["palette"],
        },
        "extra": {
            "generator": False,
            "alternate": [
                {"name": SITE["spoken"][one], "link": _home(one, language), "lang": one} for one in sorted((language, other), reverse=True)
            ],
        },
        "plugins": ["search", "offline"],
        "markdown_extensions": [
            "tables",
            "attr_list",
            {"toc": {"permalink": True, "slugify": {"object": "pymdownx.slugs.slugify", "kwds": {"case": "lower"}}}},
            {"pymdownx.highlight": {"guess_lang": False}},
            "pymdownx.superfences",
        ],
        "nav": list(navigation(language)),
    }


def _home(spoken: str, language: str) -> str:
    if spoken == language:
        return "index.html"
    return "ar/index.html" if spoken == "ar" else "../index.html"


def decisions(language: str) -> list[tuple[str, str]]:
    """Give title and name of each decision, in the order of the index in `language`."""
    index = sources()[language, "decisions/index"].read_text(encoding="utf-8")
    return [(title, name.removesuffix(".md").removesuffix(".ar")) for title, name in _ROW.findall(index)]


def navigation(language: str) -> Iterator[dict[str, Any]]:
    """Give the menu: pages that exist in `language`; where there are none, the other language's, marked so."""
    there = {(spoken, name) for spoken, name in sources()} | {(one, name) for one in LANGUAGES for name in rule_pages(language)}
    for section in SITE["nav"]:
        entries: list[str | dict[str, str]] = []
        for name, titles in section["pages"].items():
            if (language, name) in there:
                entries.append({titles[language]: f"{name}.md"})
            elif ("en", name) in there:
                entries.append({f"{titles['ar']} (EN)": f"../{name}.html"})
        if section.get("rules"):
            entries += [{names(language)["rules"].get(rule.id, rule.id): f"rules/{rule.id}.md"} for rule in CATALOGUE]
        if section.get("decisions"):
            entries += [{title: f"decisions/{name}.md"} for title, name in decisions(language)]
        if entries:
            yield {section["title"][language]: entries}
