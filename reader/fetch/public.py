"""Which addresses are on the public internet.

Sources: the IANA special-purpose address registries, as :mod:`ipaddress` knows them; RFC 6052
(NAT64), RFC 3056 (6to4) and RFC 4380 (Teredo) for IPv4 addresses within IPv6 ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet, and no address within it leads elsewhere."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv4Address):
        return _is_public(ip)
    within = list(_within(ip))
    return all(_is_public(one) for one in within) and (ip.ipv4_mapped is not None or _is_public(ip))


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    is_old_local = isinstance(ip, IPv6Address) and ip.is_site_local
    return ip.is_global and not ip.is_multicast and not is_old_local


def _within(ip: IPv6Address) -> Iterator[IPv4Address]:
    yield from filter(None, (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())))
    if ip in _NAT64:
        yield IPv4Address(int(ip) & 0xFFFFFFFF)
