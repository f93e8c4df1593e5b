"""Mailboxes in the mbox form: mails told into threads by their references, without what they quote.

Mails are split and read one at a time; a thread is known by a hash of its first mail's id. Headers are read by the
library's older policy, cut short: its newer one takes time quadratic in a header's length.
"""

import email
import re
from collections import OrderedDict
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parseaddr
from hashlib import sha256
from itertools import islice, takewhile
from pathlib import Path
from typing import BinaryIO

from coach.audit.posts import Rejected, Role
from coach.audit.sources.base import Found, Options, Thread, make
from coach.audit.sources.errors import NoOwnSide
from coach.audit.sources.files import BROKEN, encoding_of, open_bytes
from coach.audit.sources.mapping import Mapping
from coach.audit.sources.markup import plain
from coach.case import MAX_CUSTOMER
from coach.text.segments import segment

MAX_MAIL = 40_000_000
MAX_HEADER = 4_000
MAX_PARTS = 200
MAX_THREADS = 500_000
_MOST_BODY = MAX_CUSTOMER * 16
"""Bytes of a mail's body that are read; the rest is left out, and told."""
"""Ids of mails that are remembered, to find the thread of a mail that names only the one before it."""
_BEGINS = re.compile(rb"From \S+ .{0,60}\d\d:\d\d")
"""The line before a mail: its sender and when it came. "From what I see" within a mail is none."""
_ID = re.compile(r"<[^<>\s]{1,250}>")
_REPLY = re.compile(r"(?<!\s)\s*(?:re|fwd?|aw|رد|إعادة توجيه|الرد)\s?:\s*", re.IGNORECASE)
_HEADER = re.compile(r"\W{0,3}(?:from|sent|date|to|cc|subject|من|تم الإرسال|أرسلت|التاريخ|إلى|نسخة|الموضوع)\W{0,3}:", re.IGNORECASE)
_LEAST_HEADERS = 3
_INTRO = re.compile(r":[\s\u200e\u200f\u202a-\u202e\u2066-\u2069*]{0,8}$")


def read(path: Path, options: Options, mapping: Mapping | None, label: str) -> Iterator[Found]:
    """Yield the posts of a mailbox; raises NoOwnSide where nothing tells which addresses are ours."""
    if not options.own_domains and not options.own_addresses:
        raise NoOwnSide(where=path.name)
    threads = _Threads()
    row = 0
    with open_bytes(path) as stream:
        try:
            for row, data in enumerate(_mails(stream), 1):
                yield from _found(row, data, options, threads)
        except BROKEN:
            yield Rejected(row + 1, "unreadable-rest")


def _found(row: int, data: bytes | None, options: Options, threads: "_Threads") -> list[Found]:
    if data is None:
        return [Rejected(row, "too-long")]
    try:
        return list(_post(row, data, options, threads))
    except Exception:  # the email library raises what it likes on broken headers
        return [Rejected(row, "not-mail")]


def _mails(stream: BinaryIO) -> Iterator[bytes | None]:
    """Split a mailbox at its "From " lines; None for a mail past MAX_MAIL."""
    held: list[bytes] = []
    size, begun, blank = 0, False, True
    while line := stream.readline(MAX_MAIL):
        if blank and _BEGINS.match(line):
            if begun:
                yield b"".join(held) if size <= MAX_MAIL else None
            held, size, begun = [], 0, True
        else:
            begun = begun or bool(line.strip())
            size += len(line)
            if size <= MAX_MAIL:
                held.append(line[1:] if line.startswith(b">From ") else line)
        blank = not line.strip()
    if begun:
        yield b"".join(held) if size <= MAX_MAIL else None


def _post(row: int, data: bytes, options: Options, threads: "_Threads") -> Iterator[Found]:
    mail = email.message_from_bytes(data)
    sender, address = _address(_raw(mail, "From"))
    if "@" not in address:
        yield Rejected(row, "not-mail", "role")
        return
    ours = _is_ours(address, options)
    others = [other for other in getaddresses([_raw(mail, "To")]) if not _is_ours(other[1], options)]
    customer, customer_address = (_decoded(others[0][0]), others[0][1]) if ours and others else ("", "") if ours else (sender, address)
    whole_subject = _decoded(_raw(mail, "Subject"))
    subject = _REPLY.sub("", whole_subject[:500], count=4).strip()
    role: Role = "agent" if ours else "customer"
    if (_raw(mail, "Auto-Submitted") or "no").lower() != "no" or mail.get_content_type() == "multipart/report":
        role = "bot" if ours else "event"
    body, cut = _body(mail)
    text = "auto-reply" if role == "event" else own_words(body)
    if cut and role != "event":
        yield Rejected(row, "cut", "text")
    told = Thread(
        threads.of(mail, bool(_REPLY.match(whole_subject)), f"{subject}\n{customer_address}".lower()),
        "email",
        subject=subject,
        customer_name=customer,
    )
    yield from make(
        row, told, role, text, options, author=sender or address, sent_at=_raw(mail, "Date"), message=_first_id(mail, "Message-ID")
    )


def _is_ours(address: str, options: Options) -> bool:
    address = address.lower()
    domain = address.rpartition("@")[2]
    domains = [own.lower().lstrip("@.") for own in options.own_domains]
    return address in map(str.lower, options.own_addresses) or any(domain == own or domain.endswith(f".{own}") for own in domains)


def _raw(mail: Message, header: str) -> str:
    """Give a header as it was sent, unfolded, its beginning if it is long."""
    held = next((value for name, value in mail.raw_items() if name.lower() == header.lower()), "")
    sent = str(held)[:MAX_HEADER].encode("utf-8", "surrogateescape")
    return " ".join(sent.decode(encoding_of(sent), "replace").split())


def _decoded(text: str) -> str:
    """Give a header's words; as they were sent if their encoding is unknown."""
    try:
        return str(make_header(decode_header(text)))
    except (LookupError, ValueError):
        return text


def _address(header: str) -> tuple[str, str]:
    sender, address = parseaddr(header)
    return _decoded(sender), address


def _body(mail: Message) -> tuple[str, bool]:
    """Give the text of a mail (its first plain part that is no attachment, else its first HTML part), and whether its end is left out."""
    parts: dict[str, Message] = {}
    for part in islice(mail.walk(), MAX_PARTS):
        if len(str(part.get("Content-Type", ""))) > MAX_HEADER:
            part.replace_header("Content-Type", "text/plain")
        if not part.is_multipart() and not _raw(part, "Content-Disposition").lower().startswith("attachment"):
            parts.setdefault(part.get_content_type(), part)
    part = parts.get("text/plain") or parts.get("text/html") or Message()
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return "", False
    cut = len(data) > _MOST_BODY
    data = data[:_MOST_BODY]
    try:
        text = data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        text = data.decode(encoding_of(data), "coach-mark")
    return plain(text) if part is parts.get("text/html") else text, cut


def own_words(text: str) -> str:
    """Give a mail's text without what it quotes and without the headers of quoted mails."""
    if len(text) > MAX_CUSTOMER * 4:
        return text
    lines = _before_headers(text.replace("\r\n", "\n").split("\n"))
    intros = _intros(lines)
    text = "\n".join(line for number, line in enumerate(lines) if number not in intros)
    cut = [(one.start, one.end) for one in segment(text) if one.kind in ("quote", "header")]
    for start, end in reversed(cut):
        text = text[:start] + text[end:]
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _before_headers(lines: list[str]) -> list[str]:
    """Drop a mail that is quoted whole with its headers, as Outlook does."""
    for number, line in enumerate(lines):
        if number and _HEADER.match(line):
            block = list(takewhile(_HEADER.match, lines[number : number + 8]))
            if len(block) >= _LEAST_HEADERS:
                return lines[:number]
    return lines


def _intros(lines: list[str]) -> set[int]:
    """Number the lines, two at most, that lead a quotation in: "On … wrote:", «في … كتب …:»."""
    found: set[int] = set()
    for number, line in enumerate(lines):
        if not line.startswith(">") or (number and lines[number - 1].startswith(">")):
            continue
        before = [one for one in range(max(0, number - 3), number) if lines[one].strip()]
        if before and _INTRO.search(lines[before[-1]][-20:]):
            found.add(before[-1])
            if len(before) > 1 and before[-2] == before[-1] - 1 and "@" in lines[before[-1]] and re.search(r"\d", lines[before[-2]]):
                found.add(before[-2])
    return found


def _first_id(mail: Message, header: str) -> str | None:
    match = _ID.search(_raw(mail, header))
    return match[0] if match else None


class _Threads:
    """The thread of each mail seen, by the mail's id and by its subject and customer."""

    def __init__(self) -> None:
        self._roots: OrderedDict[str, str] = OrderedDict()

    def of(self, mail: Message, answers: bool, about: str) -> str:
        """Name a mail's thread; a mail that `answers` without naming another is looked up by what it is `about`."""
        own = _first_id(mail, "Message-ID")
        named = [one for header in ("References", "In-Reply-To") for one in _ID.findall(_raw(mail, header))]
        root = next((self._roots[one] for one in named if one in self._roots), None) or next(iter(named), None)
        if root is None and answers:
            root = self._roots.get(about)
        root = root or own or about
        for key in (own, *named[:1], about):
            if key:
                self._roots[key] = root
        while len(self._roots) > MAX_THREADS:
            self._roots.popitem(last=False)
        return f"mail-{sha256(root.encode('utf-8', 'replace')).hexdigest()[:16]}"
