"""Whom a stranger's page may have us ask."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from newsarchive.crawling.hosts import is_public


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_the_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 10.1.2.3 192.168.0.1 172.16.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255
    ::1 :: fe80::1 fd00::1 ::ffff:127.0.0.1 2002:7f00:1:: ff02::1""".split(),
)
def test_networks_of_ones_own_are_not(address: str) -> None:
    assert not is_public(ip_address(address))
