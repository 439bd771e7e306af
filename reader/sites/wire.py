"""Requests and answers as values, addresses as a reader types them, and what plans share."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import SplitResult, quote, urlsplit

from reader.clean import clean_line
from reader.errors import FetchError, SourceError
from reader.importers.json_text import read_json
from reader.importers.source import SIZE_LIMIT, Source, decode, decode_declared
from reader.unpacking import MARK, unpack

WAY_ROUND = "open the page in a browser, save it, and add the file: threadside add FILE"
JSON = "application/json"
# Statuses that say the site does not offer what a plan guessed it might.
NOT_OFFERED = frozenset({400, 401, 403, 404, 405, 406, 410, 415, 422})
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(//|(?!\d+(?:/|$)))", re.IGNORECASE)
_BARE = re.compile(r"(?:[\w-]+\.)+[^\W\d][\w-]+(?::\d+)?/\S*")
_KEPT_IN_PATH = "/%:@!$&()*+,;=~"
_KEPT_IN_QUERY = _KEPT_IN_PATH + "?[]"


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask a site for.

    Attributes:
        url: The address.
        body: What to send along, JSON; with it the request is a POST, else a GET.
        accept: The media types wanted.
        passes: Statuses that are answers and no refusals, beside 200 to 299.
        headers: Further header fields.
    """

    url: str
    body: bytes | None = None
    accept: str = JSON
    passes: frozenset[int] = frozenset()
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answered.

    Attributes:
        url: The address that answered, after redirects.
        status: The HTTP status.
        headers: Header fields; names in lower case.
        body: What came, with its transport encoding undone.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Found(NamedTuple):
    """What a plan ends with.

    Attributes:
        source: A source for the importers; the answers one behind the other where there are several.
        entry: The id of the comment the address leads to, as the site writes it; empty for none.
        warnings: Sentences for the reader.
    """

    source: Source
    entry: str = ""
    warnings: tuple[str, ...] = ()


Plan = Generator[Request, Answer, Found]


@dataclass(frozen=True, slots=True)
class Address:
    """What a reader's address leads to.

    Attributes:
        url: Where a browser would find it.
        site: What kind of place that is, in words.
        plan: Begins to ask for it.
    """

    url: str
    site: str
    plan: Callable[[], Plan]


def is_address(typed: str) -> bool:
    """Whether this is a web address rather than a file's name: ``https://…``, or ``host.example/…``."""
    return "://" in typed[:20] or _BARE.fullmatch(typed) is not None


def web_link(typed: str) -> SplitResult:
    """An address in parts, fit to be sent: ASCII, with a scheme, a host in lower case and a path.

    Args:
        typed: An address as a reader types it, or as a site gives it.

    Raises:
        FetchError: It is none, or not of the web.
    """
    typed = typed.strip()
    scheme = _SCHEME.match(typed)
    try:
        link = urlsplit(typed if scheme else f"https://{typed}")
        return _fit(link)
    except (ValueError, UnicodeError) as error:
        reason = clean_line(str(error)) if isinstance(error, _NotOfTheWeb) else "it is no web address"
        raise FetchError(clean_line(typed)[:200], reason, "check it; it begins with https://") from error


class _NotOfTheWeb(ValueError):
    """An address of another kind, in a reader's words."""


def _fit(link: SplitResult) -> SplitResult:
    if link.scheme not in ("http", "https"):
        raise _NotOfTheWeb(f"{link.scheme}: is not fetched, only http and https")
    if link.username is not None or link.password is not None:
        raise _NotOfTheWeb("it holds a user's name or a password")
    host = _fit_host(link.hostname or "")
    netloc = host if link.port is None else f"{host}:{link.port}"
    query = quote(link.query, safe=_KEPT_IN_QUERY)
    fragment = quote(link.fragment, safe=_KEPT_IN_QUERY)
    return SplitResult(link.scheme, netloc, quote(link.path or "/", safe=_KEPT_IN_PATH), query, fragment)


def _fit_host(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    coded = host.encode("idna").decode()
    if not re.fullmatch(r"[A-Za-z0-9._-]+", coded):
        raise ValueError(host)
    return coded.lower()


def text_of(answer: Answer, limit: int = SIZE_LIMIT) -> tuple[str, tuple[str, ...]]:
    """The text of an answer, and warnings; a file packed with gzip is unpacked.

    The bytes decide, see :func:`reader.importers.source.decode`; where they are not Unicode, what
    the site declares.

    Raises:
        FetchError: It is no text.
    """
    source = source_of(answer, limit)
    return source.text, source.warnings


def source_of(answer: Answer, limit: int = SIZE_LIMIT) -> Source:
    """An answer as a source; see :func:`text_of`.

    Raises:
        FetchError: It is no text.
    """
    try:
        body = unpack(answer.body, answer.url, limit) if answer.body.startswith(MARK) else answer.body
        text, warnings = decode(body, answer.url)
    except SourceError as error:
        raise FetchError(answer.url, error.reason, WAY_ROUND) from error
    declared = _declared(answer, body) if warnings else None
    return Source(answer.url, declared or text, data=body, warnings=() if declared else warnings)


def _declared(answer: Answer, body: bytes) -> str | None:
    said = answer.headers.get("content-type", "") + "\n" + body[:1024].decode("latin-1")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", said, re.IGNORECASE)
    return decode_declared(body, charset[1]) if charset else None


def json_of(answer: Answer) -> Any:
    """The value of a JSON answer.

    Raises:
        FetchError: It is not JSON.
    """
    text, _ = text_of(answer)
    try:
        return read_json(Source(answer.url, text)).values[0]
    except SourceError as error:
        raise FetchError(answer.url, "the site did not answer with JSON", WAY_ROUND) from error


def json_if_any(answer: Answer) -> Any:
    """The value of a JSON answer; None when it is no JSON."""
    try:
        return json_of(answer)
    except FetchError:
        return None


def dig(value: Any, *names: str) -> Any:
    """What lies in objects within objects under these names; None where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
