"""Connections: each to an address that was checked, and none beyond its deadline.

A name is looked up once, every address it has is checked, and the connection goes to one of those:
whatever the name leads to a moment later does not matter.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from httpcore2 import SOCKET_OPTION, ConnectError, ConnectTimeout, NetworkBackend, NetworkStream, SyncBackend

from reader.fetch.public import is_public
from reader.fetch.timing import Deadline


class NotPublic(Exception):
    """A host leads to an address that is not on the public internet.

    Args:
        host: The host.
        address: The address.
    """

    def __init__(self, host: str, address: str) -> None:
        super().__init__(host, address)
        self.host = host
        self.address = address


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host.

    Raises:
        OSError: It has none, or they cannot be looked up.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise socket.gaierror(socket.EAI_NONAME, "no name of a host") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def dial(address: str, port: int, timeout: float) -> NetworkStream:
    """A connection to an address.

    Raises:
        ConnectError, ConnectTimeout: It could not be made.
    """
    return SyncBackend().connect_tcp(address, port, timeout)


class Network(NetworkBackend):
    """The way out to the network.

    Args:
        deadline: When the present answer must be complete.
        is_private_allowed: Whether connections may go to addresses that are not public.
        resolve: Looks up a host's addresses.
        dial: Connects to one.
    """

    def __init__(
        self,
        deadline: Deadline,
        is_private_allowed: bool,
        resolve: Callable[[str, int], Sequence[str]] = resolve,
        dial: Callable[[str, int, float], NetworkStream] = dial,
    ) -> None:
        self._deadline = deadline
        self._is_private_allowed = is_private_allowed
        self._resolve = resolve
        self._dial = dial

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        """A connection to a host; see :class:`Network`.

        Raises:
            NotPublic: One of its addresses is not public.
            OutOfTime: There is no time left.
            ConnectError, ConnectTimeout: It could not be made; the first argument says why.
        """
        try:
            addresses = self._resolve(host, port)
        except OSError as error:
            raise ConnectError(error) from error
        inside = [one for one in addresses if not self._is_private_allowed and not is_public(one)]
        if inside:
            raise NotPublic(host, inside[0])
        return _Stream(self._dial_first(addresses, port, timeout), self._deadline)

    def _dial_first(self, addresses: Sequence[str], port: int, timeout: float | None) -> NetworkStream:
        failed: Exception = ConnectError("no address")
        for address in addresses:
            try:
                return self._dial(address, port, self._deadline.limit(timeout))
            except (ConnectError, ConnectTimeout) as error:
                failed = error
        raise failed


class _Stream(NetworkStream):
    """A connection of which no step goes beyond the deadline."""

    def __init__(self, stream: NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.limit(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.limit(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> NetworkStream:
        within = self._deadline.limit(timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, within), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
