"""Which addresses a webhook may be sent to."""

from __future__ import annotations

import socket

import pytest

from shared.outbound import public_address
from shared.outbound.public_address import AddressRefused, is_allowed, resolve

REFUSED = [
    "0.0.0.0",  # noqa: S104 - an address, to be refused
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "192.0.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "2001:0:4136:e378:8000:63bf:5601:5601",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "not an address",
]


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_allowed(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_a_public_address_will_do(address: str) -> None:
    assert is_allowed(address)


def test_the_local_cloud_may_reach_this_machine_and_nothing_else_that_is_private() -> None:
    allowed = [address for address in REFUSED if is_allowed(address, may_be_local=True)]
    assert allowed == [
        "127.0.0.1",
        "127.255.255.254",
        "::1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ]


def leads_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(public_address.socket, "getaddrinfo", lambda *_, **__: found)


def test_a_name_that_leads_to_one_private_address_among_others_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    leads_to(monkeypatch, "93.184.216.34", "169.254.169.254")
    with pytest.raises(AddressRefused):
        resolve("shop.example.com", 443)


def test_the_address_that_was_checked_is_the_one_to_connect_to(monkeypatch: pytest.MonkeyPatch) -> None:
    leads_to(monkeypatch, "93.184.216.34", "93.184.216.35")
    assert resolve("shop.example.com", 443) == "93.184.216.34"


def test_a_name_that_leads_nowhere_is_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    leads_to(monkeypatch)
    with pytest.raises(OSError, match="no such name"):
        resolve("shop.example.com", 443)
