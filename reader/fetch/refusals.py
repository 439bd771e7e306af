"""Why something could not be fetched, in a reader's words, each with the way round."""

from __future__ import annotations

import errno
import os
import socket
import ssl
from urllib.parse import urlsplit

import httpcore2

from reader.clean import clean_line
from reader.errors import FetchError
from reader.fetch.sockets import NotPublic
from reader.fetch.timing import Limits, OutOfTime
from reader.sites.wire import WAY_ROUND, Answer, Request

_OFFLINE = "connect and try again, or add a page saved before: threadside add FILE"
_LATER = "try again later"
_CHECK = "check the address"
_PROXIES = ("https_proxy", "http_proxy", "all_proxy")
_NO_PROXY = "a proxy is set here, and none is used: fetch the page by other means and add the file"
_PRIVATE = "if you mean it, allow it with --allow-private"
_OFF = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})
_AWAY = frozenset({socket.EAI_AGAIN, socket.EAI_FAIL})
# What a page says that lets in only browsers, with the name of who keeps the door.
_DOORS = {
    b"Vercel Security Checkpoint": "Vercel",
    b"<title>Just a moment...": "Cloudflare",
    b"challenge-platform": "Cloudflare",
    b"cf-chl-": "Cloudflare",
}
_DOOR_HEADERS = {"x-vercel-mitigated": "Vercel", "cf-mitigated": "Cloudflare"}
_DOOR_STATUSES = frozenset({403, 429, 503})
_REDDIT = (b"whoa there, pardner", b"blocked by network security")
_READ_AS_TEXT = frozenset({"application/octet-stream", "application/gzip", "application/x-gzip"})
_NO_TEXT = ("audio/", "video/", "image/", "font/", "application/pdf", "application/zip", "application/epub")
_SUBTITLES = ("subtitle", "vtt", "srt", "subrip")


def explain_failure(url: str, error: Exception, limits: Limits) -> FetchError:
    """What stopped a request that got no whole answer."""
    host = urlsplit(url).hostname or url
    if isinstance(error, NotPublic):
        reason = f"{error.host} leads to {error.address}, which is not on the public internet"
        return FetchError(url, reason, _PRIVATE)
    if isinstance(error, OutOfTime):
        reason = f"the answer was not complete after {limits.total_seconds:g} seconds"
        return FetchError(url, reason, WAY_ROUND)
    if isinstance(error, httpcore2.ConnectTimeout):
        reason = f"{host} did not answer for {limits.connect_seconds:g} seconds"
        return FetchError(url, reason, _LATER + _tell_proxy())
    if isinstance(error, httpcore2.TimeoutException):
        return FetchError(url, f"{host} sent nothing for {limits.read_seconds:g} seconds", _LATER)
    if isinstance(error, httpcore2.ConnectError):
        return _explain_connecting(url, host, error.args[0] if error.args else None)
    if isinstance(error, httpcore2.RemoteProtocolError) and not _is_closing(error):
        return FetchError(url, f"what {host} sent is not HTTP ({clean_line(str(error))})", _CHECK)
    return FetchError(url, f"{host} closed the connection midway", "try again, or " + WAY_ROUND)


def _is_closing(error: Exception) -> bool:
    return "closed" in str(error) or "disconnected" in str(error)


def _explain_connecting(url: str, host: str, cause: object) -> FetchError:
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = f"the certificate of {host} cannot be trusted ({cause.verify_message})"
        return FetchError(url, reason, "check the address and this machine's clock, or " + WAY_ROUND)
    if isinstance(cause, ssl.SSLError):
        return FetchError(url, f"no secure connection to {host} could be made", WAY_ROUND)
    reason, way_out = f"{host} accepts no connection", _LATER
    if isinstance(cause, socket.gaierror) and cause.errno in _AWAY:
        reason, way_out = f"{host} cannot be looked up: this machine seems to be offline", _OFFLINE
    elif isinstance(cause, socket.gaierror):
        reason, way_out = f"there is no host {host}", f"{_CHECK}; or, offline, {_OFFLINE}"
    elif isinstance(cause, OSError) and cause.errno in _OFF:
        reason, way_out = f"{host} cannot be reached: this machine seems to be offline", _OFFLINE
    return FetchError(url, reason, way_out + _tell_proxy())


def _tell_proxy() -> str:
    """A word on proxies, where this machine has one: what one leads to could not be checked."""
    is_set = any(os.environ.get(name) or os.environ.get(name.upper()) for name in _PROXIES)
    return f"; {_NO_PROXY}" if is_set else ""


def refuse_kind(url: str, content_type: str) -> None:
    """Refuse what is no text before it comes.

    Raises:
        FetchError: The media type is of sounds, pictures or archives.
    """
    kind = content_type.partition(";")[0].strip().lower()
    is_text = kind in _READ_AS_TEXT or any(name in kind for name in _SUBTITLES)
    if kind.startswith(_NO_TEXT) and not is_text:
        raise FetchError(url, f"it is no text ({clean_line(kind)})", "look for its transcript, and add that")


def find_door(answer: Answer) -> str | None:
    """Who keeps the door that lets in only browsers; None when the answer is no such door."""
    for name, keeper in _DOOR_HEADERS.items():
        if answer.headers.get(name, "").lower() == "challenge":
            return keeper
    if answer.status not in _DOOR_STATUSES:
        return None
    return next((keeper for mark, keeper in _DOORS.items() if mark in answer.body), None)


def refuse_status(answer: Answer, request: Request) -> None:
    """Refuse an answer that is none.

    Raises:
        FetchError: The site's status says so, or a door lets in only browsers.
    """
    keeper = find_door(answer)
    if keeper:
        reason = f"the site lets in only browsers just now (a checkpoint of {keeper})"
        raise FetchError(answer.url, reason, WAY_ROUND, answer.status)
    if not (200 <= answer.status < 300 or answer.status in request.passes):
        raise FetchError(answer.url, *_explain_status(answer), answer.status)


def _explain_status(answer: Answer) -> tuple[str, str]:
    host, status = urlsplit(answer.url).hostname or "", answer.status
    is_reddit = host == "reddit.com" or host.endswith(".reddit.com")
    if status in (403, 429) and (is_reddit or any(mark in answer.body for mark in _REDDIT)):
        return f"Reddit answers no programs ({status})", WAY_ROUND
    if status in (404, 410):
        return f"{host} has no such page ({status})", _CHECK
    if status == 429:
        wait = answer.headers.get("retry-after", "")
        until = f", and to come back in {wait} seconds" if wait.isascii() and wait.isdigit() else ""
        return f"{host} asks to slow down ({status}){until}", _LATER
    if status >= 500:
        return f"{host} is in trouble itself ({status})", _LATER
    if status in (401, 402, 403, 451):
        return f"{host} does not show this to programs, or not without an account ({status})", WAY_ROUND
    return f"{host} answered with status {status}", WAY_ROUND
