"""The client: one request at a time, polite, bounded in time and size, and to public addresses only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from ssl import SSLContext
from threading import Lock
from typing import Self
from urllib.parse import SplitResult, urljoin

import httpcore2

from reader import __version__
from reader.errors import FetchError
from reader.fetch.body import Watch, read_body, read_refusal, unwatched
from reader.fetch.manners import AGENT, Manners, backoff, retry_pause
from reader.fetch.refusals import explain_failure, find_door, refuse_kind, refuse_status
from reader.fetch.sockets import Network, NotPublic, dial, resolve
from reader.fetch.timing import Clock, Deadline, Limits, OutOfTime
from reader.sites.wire import JSON, WAY_ROUND, Answer, Request, web_link

USER_AGENT = f"{AGENT}/{__version__} (a reader for one person; one request at a time)"
_ROBOTS_SIZE = 500 * 2**10
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BROKEN = (httpcore2.ReadError, httpcore2.WriteError, httpcore2.RemoteProtocolError)
_FAILURES = (
    OutOfTime, NotPublic, httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError,
)  # fmt: skip


class Client:
    """Fetches what a reader asks for.

    Args:
        allow_private: Whether addresses that are not public may be asked, such as this machine.
        limits: What it keeps to.
        clock: The clock it goes by.
        resolve: Looks up a host's addresses.
        dial: Connects to one.
        ssl_context: By what secure connections are checked; by default as this machine does.
    """

    def __init__(
        self,
        allow_private: bool = False,
        limits: Limits | None = None,
        clock: Clock | None = None,
        resolve: Callable[[str, int], Sequence[str]] = resolve,
        dial: Callable[[str, int, float], httpcore2.NetworkStream] = dial,
        ssl_context: SSLContext | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._clock = clock or Clock()
        self._deadline = Deadline(self._clock)
        self._manners = Manners(self._clock, self._limits)
        network = Network(self._deadline, allow_private, resolve, dial)
        self._pool = httpcore2.ConnectionPool(ssl_context, max_connections=1, network_backend=network)
        self._lock = Lock()

    def close(self) -> None:
        """Close the connection that is kept."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def ask(self, request: Request, watch: Watch = unwatched) -> Answer:
        """Ask a site, and follow where it redirects to.

        Args:
            request: What to ask for.
            watch: Told how many bytes of the answer have come, and how many were announced; what it
                raises stops the answer.

        Raises:
            FetchError: There is no answer, or the site refuses.
        """
        with self._lock:
            for _ in range(self._limits.redirects + 1):
                answer = self._tried(request, watch)
                further = _redirected(request, answer)
                if further is None:
                    refuse_status(answer, request)
                    return answer
                request = further
            reason = f"it redirects more than {self._limits.redirects} times"
            raise FetchError(request.url, reason, WAY_ROUND)

    def _tried(self, request: Request, watch: Watch) -> Answer:
        link = web_link(request.url)
        origin = f"{link.scheme}://{link.netloc}"
        self._manners.wait(origin, lambda: self._robots(origin))
        try:
            return self._try_again(request, link, watch)
        finally:
            self._manners.note(origin)

    def _try_again(self, request: Request, link: SplitResult, watch: Watch) -> Answer:
        for attempt in range(1, self._limits.tries):
            pause: float | None = backoff(attempt)
            try:
                answer = self._once(request, link, self._limits.size, watch)
            except FetchError as error:
                if not isinstance(error.__cause__, _BROKEN):
                    raise
            else:
                pause = None if find_door(answer) else retry_pause(answer, attempt)
                if pause is None or pause > self._limits.wait_seconds:
                    return answer
            self._clock.sleep(pause or 0.0)
        return self._once(request, link, self._limits.size, watch)

    def _robots(self, origin: str) -> str:
        request = Request(f"{origin}/robots.txt", accept="text/plain")
        try:
            answer = self._once(request, web_link(request.url), _ROBOTS_SIZE, unwatched)
        except FetchError:
            return ""
        return answer.body.decode(errors="replace") if answer.status == 200 else ""

    def _once(self, request: Request, link: SplitResult, size: int, watch: Watch) -> Answer:
        self._deadline.start(self._limits.total_seconds)
        try:
            with self._pool.stream(
                "GET" if request.body is None else "POST", _target(link),
                headers=_headers(request, link), content=request.body,
                extensions={"timeout": self._timeouts()},
            ) as response:  # fmt: skip
                return _read(request.url, response, size, watch)
        except _FAILURES as error:
            raise explain_failure(request.url, error, self._limits) from error

    def _timeouts(self) -> dict[str, float]:
        limits = self._limits
        return {
            "connect": limits.connect_seconds, "read": limits.read_seconds, "write": limits.read_seconds,
        }  # fmt: skip


def _target(link: SplitResult) -> httpcore2.URL:
    path = f"{link.path}?{link.query}" if link.query else link.path
    return httpcore2.URL(scheme=link.scheme, host=link.hostname or "", port=link.port, target=path)


def _headers(request: Request, link: SplitResult) -> list[tuple[str, str]]:
    fields = {
        "Host": link.netloc, "User-Agent": USER_AGENT, "Accept": request.accept,
        "Accept-Encoding": "gzip", **request.headers,
    }  # fmt: skip
    if request.body is not None:
        fields |= {"Content-Type": JSON, "Content-Length": str(len(request.body))}
    return list(fields.items())


def _read(url: str, response: httpcore2.Response, size: int, watch: Watch) -> Answer:
    headers = _fold(response.headers)
    parts = response.iter_stream()
    if response.status in _REDIRECTS or response.status == 304:
        body = b""
    elif response.status >= 400:
        body = read_refusal(parts, headers, url)
    else:
        refuse_kind(url, headers.get("content-type", ""))
        body = read_body(parts, headers, url, size, watch)
    return Answer(url, response.status, headers, body)


def _fold(fields: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    folded: dict[str, str] = {}
    for name, value in fields:
        key, said = name.decode("latin-1").lower(), value.decode("utf-8", "replace")
        folded[key] = f"{folded[key]}, {said}" if key in folded else said
    return folded


def _redirected(request: Request, answer: Answer) -> Request | None:
    """What to ask for next; None when the answer is no redirect.

    Raises:
        FetchError: It leads out of the web.
    """
    where = answer.headers.get("location") if answer.status in _REDIRECTS else None
    if where is None:
        return None
    try:
        url = web_link(urljoin(request.url, where)).geturl()
    except (FetchError, ValueError) as error:
        said = error.reason if isinstance(error, FetchError) else "it is no web address"
        raise FetchError(request.url, f"it redirects to {where[:80]!r}: {said}", WAY_ROUND) from error
    body = None if answer.status == 303 else request.body
    return replace(request, url=url, body=body)
