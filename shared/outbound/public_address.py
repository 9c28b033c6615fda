"""Which addresses on the internet a webhook may be sent to: public ones, and no others (server-side request forgery).

An address that a name leads to is checked, and then that very address is connected to: a name that leads elsewhere a
moment later (DNS rebinding) gains nothing. What is public, `ipaddress` says, by IANA's registries for special purposes;
addresses that stand for an IPv4 address are judged by that one.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are an IPv4 address."""
_IPV4_COMPATIBLE = IPv6Network("::/96")

Address = IPv4Address | IPv6Address


class AddressRefused(OSError):
    """The name leads, also or only, to an address that is not public."""


def resolve(host: str, port: int, *, may_be_local: bool = False) -> str:
    """The address to connect to for `host`. Raises AddressRefused, and OSError where there is no such name.

    A name that leads to several addresses must lead to public ones only. `may_be_local`: this machine will do too.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses:
        raise OSError("no such name")
    if not all(is_allowed(address, may_be_local=may_be_local) for address in addresses):
        raise AddressRefused("not a public address")
    return addresses[0]


def is_allowed(written: str, *, may_be_local: bool = False) -> bool:
    """Whether this address may be connected to."""
    try:
        address = ip_address(written)
    except ValueError:  # with a zone: of this link only
        return False
    meant = _meant(address)
    if may_be_local and meant.is_loopback:
        return True
    is_of_this_site = isinstance(meant, IPv6Address) and meant.is_site_local
    return meant.is_global and not (meant.is_multicast or meant.is_reserved or is_of_this_site)


def _meant(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where it stands for one."""
    if isinstance(address, IPv4Address):
        return address
    embedded = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if embedded is None and (address in _NAT64 or (address in _IPV4_COMPATIBLE and int(address) > 1)):
        embedded = IPv4Address(int(address) & 0xFFFFFFFF)
    return embedded or address
