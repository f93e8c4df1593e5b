"""HTML bodies as plain text: blocks become lines, what is quoted, scripts and styles are dropped.

The scanner is our own because `html.parser` takes time quadratic in tags that are never closed (a minute for 100 kB).
"""

import html
import re

_BLOCKS = frozenset(
    "address article aside blockquote br center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6"
    " header hr li main ol p pre section table tr ul".split()
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_DROPPED = frozenset("script style head title template noscript object svg".split())
_QUOTED = re.compile(
    r"\b(?:gmail_quote|freshdesk_quote|zd_quote|zendesk_quote|yahoo_quoted|moz-cite-prefix|quoted-text|zmail_extra|type=[\"']?cite)"
)
_TAG = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]{0,15})")
_SPACE = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")
_MAX_TAG = 2_000


def plain(body: str) -> str:
    """Give the text of an HTML body in lines."""
    if "<" not in body:
        return html.unescape(body)
    parts: list[str] = []
    skipped, depth, at = "", 0, 0  # the element that is being dropped, and how many of its name stand open
    while True:
        start = body.find("<", at)
        if not skipped:
            parts.append(_flat(body[at : start if start >= 0 else None]))
        if start < 0:
            break
        if body.startswith("<!--", start):
            end = body.find("-->", start + 4)
            at = end + 3 if end >= 0 else len(body)
            continue
        met = _TAG.match(body, start + 1)
        if not met and not body.startswith(("<!", "<?"), start):
            if not skipped:
                parts.append("<")
            at = start + 1
            continue
        end = body.find(">", start)
        if end < 0:
            break
        at = end + 1
        tag = met[1].lower() if met else ""
        closing, empty = body.startswith("</", start), body[end - 1] == "/" or tag in _VOID
        if skipped:
            depth += (tag == skipped) * (-1 if closing else 0 if empty else 1)
            skipped = skipped if depth else ""
        elif not closing and not empty and (tag in _DROPPED or _QUOTED.search(body, start, min(end, start + _MAX_TAG))):
            skipped, depth = tag, 1
        if tag in _BLOCKS and not skipped:
            _break(parts, "\n\n" if tag in ("p", "blockquote") else "\n", always=tag == "br")
        elif tag in ("td", "th") and not skipped:
            parts.append(" ")
    lines = (line.strip() for line in _SPACE.sub(" ", "".join(parts)).split("\n"))
    return _LINES.sub("\n\n", "\n".join(lines)).strip()


def _break(parts: list[str], lines: str, always: bool) -> None:
    """End the line, unless it has just ended."""
    if always or (parts and not "".join(parts[-2:]).rstrip(" ").endswith(lines)):
        parts.append(lines)


def _flat(text: str) -> str:
    """Give the text between two tags: its line breaks mean nothing, its entities are signs."""
    return html.unescape(text.replace("\r", " ").replace("\n", " ")) if text else ""


def is_html(text: str) -> bool:
    """Tell whether a text is likely HTML."""
    return re.search(r"<(?:p|div|br|html|span|table)\b[^<>]{0,500}>", text[:20_000], re.IGNORECASE) is not None
