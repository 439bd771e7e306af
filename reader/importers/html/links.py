"""Addresses of links and images in a page: made absolute, made plain ASCII, and only http or https."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from markdown_it.common.normalize_url import normalizeLink

from reader.clean import safe_url

# What an address may hold as it is: all of RFC 3986, and percent signs as written.
_KEPT = "!#$%&'()*+,/:;=?@[]~"
_IGNORED = re.compile(r"[\t\n\r]+")
_REFUSED = re.compile(r"[\"'<>\\^`{|}]")
_LIMIT = 4096
_ROUNDS = 3
# Nearly all addresses: nothing in them is written in any other way.
_PLAIN = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/(?:[\w.~/+,;:@!$=-]|%[0-9A-F]{2})*)?(?:[?#][\w.~/?=&+,;:@!$-]*)?",
    re.ASCII,
)
SHORTENED = ("...", "…")


def resolve(url: str | None, base: str | None) -> str:
    """An address as it may be kept.

    Args:
        url: What a page writes.
        base: The page's own address, which relative ones start from.

    Returns:
        An absolute http or https address in printable ASCII; empty when it is none.
    """
    if not url:
        return ""
    if _PLAIN.fullmatch(url):
        return url if len(url) <= _LIMIT else ""
    try:
        written = _IGNORED.sub("", url).strip()
        return _normal(_encoded(urljoin(base, written) if base else _absolute(written)))
    except ValueError:
        return ""


def _normal(url: str) -> str:
    """An address as the Markdown parser will write it, so that it is the same everywhere."""
    for _ in range(_ROUNDS):
        before, url = url, normalizeLink(url)
        if url == before:
            return url if safe_url(url) and "%" not in urlsplit(url).netloc else ""
    return ""


def _absolute(url: str) -> str:
    return f"https:{url}" if url.startswith("//") else url


def _encoded(url: str) -> str:
    if len(url) > _LIMIT:
        return ""
    parts = urlsplit(url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    plain = quote(urlunsplit(parts._replace(netloc=host)), safe=_KEPT, errors="replace")
    return safe_url(_REFUSED.sub(lambda match: f"%{ord(match[0]):02X}", plain)) or ""


def unshorten(text: str, url: str) -> str:
    """The words of a link, whole where a site cut the address it shows (as Hacker News does)."""
    if text.startswith("http") and text.endswith(SHORTENED):
        shown = text.removesuffix("...").removesuffix("…")
        if len(shown) > len("https://") and url.startswith(shown):
            return url
    return text
