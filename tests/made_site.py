"""A real local HTTP server that plays the sites, their answers and their failures.

It answers for every host: a test says what stands at an address, whatever its scheme and host. The
client of a test comes here by the way it is given: names lead to a public address, and connections
to that address lead here.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import SplitResult, urlsplit

from httpcore2 import NetworkStream, SyncBackend

from reader.fetch import Client, Clock, Limits

PUBLIC = "93.184.215.14"
# It trusts nobody; reading whom this machine trusts would take longer than a test.
_CONTEXT = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@dataclass(frozen=True)
class Asked:
    """What a client asked for."""

    method: str
    host: str
    link: SplitResult
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The value sent along."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """What the server answers.

    Attributes:
        body: What it sends.
        status: The HTTP status.
        headers: Header fields.
        announced: How many bytes it announces; by default as many as it sends.
        is_dripping: Whether it goes on sending single bytes without end.
        is_reset: Whether it breaks the connection without a word.
        raw: Bytes to send in place of an HTTP answer.
        waits_for: An event until which it sends nothing.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    announced: int | None = None
    is_dripping: bool = False
    is_reset: bool = False
    raw: bytes | None = None
    waits_for: threading.Event | None = None


def as_json(value: Any, **more: Any) -> Reply:
    """An answer in JSON."""
    return Reply(json.dumps(value).encode(), headers={"Content-Type": "application/json"}, **more)


def moved(where: str, status: int = 302) -> Reply:
    """A redirect."""
    return Reply(status=status, headers={"Location": where})


_Answering = Callable[[Asked], Reply]


class MadeClock(Clock):
    """A clock that goes on when one sleeps, and a little whenever it is looked at."""

    def __init__(self, tick: float = 0.0) -> None:
        self.tick = tick
        self.moment = 1000.0
        self.slept: list[float] = []

    def now(self) -> float:
        self.moment += self.tick
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.moment += seconds
        self.slept.append(seconds)


class MadeSite:
    """The server: :attr:`asked` is what it was asked for, :attr:`dialled` where connections went."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.dialled: list[str] = []
        self._answers: dict[tuple[str, str], _Answering] = {}
        self._server = _Server(self)
        self.port = int(self._server.server_address[1])
        self.base = f"http://127.0.0.1:{self.port}"

    def serve(self, url: str, *replies: Reply | _Answering) -> None:
        """Say what stands at an address, its query apart: each answer once, the last for ever."""
        link, left = urlsplit(url), list(replies)

        def answer(asked: Asked) -> Reply:
            reply = left.pop(0) if len(left) > 1 else left[0]
            return reply if isinstance(reply, Reply) else reply(asked)

        self._answers[link.netloc, link.path] = answer

    def answer(self, asked: Asked) -> Reply:
        """What to answer; 404 where nothing stands."""
        self.asked.append(asked)
        found = self._answers.get((asked.host, asked.link.path))
        return found(asked) if found else Reply(b"nothing here", 404)

    def paths(self) -> list[str]:
        """The paths asked for, robots.txt apart."""
        return [one.link.path for one in self.asked if one.link.path != "/robots.txt"]

    def dial(self, address: str, port: int, timeout: float) -> NetworkStream:
        """A connection to this server, wherever it was meant to go; no secure one is needed."""
        self.dialled.append(address)
        return _Plain(SyncBackend().connect_tcp("127.0.0.1", self.port, timeout))

    def client(self, **options: Any) -> Client:
        """A client for which all names lead here."""
        given = {
            "clock": MadeClock(), "resolve": lambda host, port: [PUBLIC], "dial": self.dial,
            "limits": Limits(read_seconds=5.0), "ssl_context": _CONTEXT,
        }  # fmt: skip
        return Client(**{**given, **options})


@contextmanager
def made_site() -> Iterator[MadeSite]:
    """A running server."""
    site = MadeSite()
    thread = threading.Thread(target=site._server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site._server.shutdown()
        site._server.server_close()
        thread.join()


class _Plain(NetworkStream):
    """A connection that takes itself for a secure one."""

    def __init__(self, stream: NetworkStream) -> None:
        self.read = stream.read  # type: ignore[method-assign]
        self.write = stream.write  # type: ignore[method-assign]
        self.close = stream.close  # type: ignore[method-assign]
        self.get_extra_info = stream.get_extra_info  # type: ignore[method-assign]

    def start_tls(self, *given: Any, **named: Any) -> NetworkStream:
        return self


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, site: MadeSite) -> None:
        self.site = site
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that left is no fault."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = 10

    def _handle(self) -> None:
        size = int(self.headers.get("Content-Length", 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, headers["host"], urlsplit(self.path), headers, self.rfile.read(size))
        self._send(self.server.site.answer(asked))

    do_GET = do_POST = _handle

    def _send(self, reply: Reply) -> None:
        if reply.waits_for:
            reply.waits_for.wait(10)
        if reply.is_reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            return
        if reply.raw is not None:
            self.wfile.write(reply.raw)
            self.close_connection = True
            return
        announced = len(reply.body) if reply.announced is None else reply.announced
        self.send_response_only(reply.status)
        for name, value in {"Content-Length": str(announced), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)
        if reply.is_dripping:
            self._drip()
        self.close_connection = announced != len(reply.body) or self.close_connection

    def _drip(self) -> None:
        with suppress(OSError):
            while True:
                self.wfile.write(b".")
                self.wfile.flush()

    def log_message(self, *said: Any) -> None:
        """Say nothing."""
