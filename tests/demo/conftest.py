from __future__ import annotations

from collections.abc import Iterator

import pytest

from newsarchive.demo import Replica, running


@pytest.fixture(scope="session")
def replica() -> Replica:
    """The first state; tests that publish rounds make a replica of their own."""
    return Replica()


@pytest.fixture(scope="session")
def base_url(replica: Replica) -> Iterator[str]:
    with running(replica) as url:
        yield url
