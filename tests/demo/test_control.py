"""A replica in a process of its own is steered through its door, and through its flags."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.demo.client import SITE, Client

SEED = "/le-grand-besancon-et-le-grand-dijon-bientot-officiellement-unis-80896/"


@contextmanager
def process(*flags: str) -> Iterator[Client]:
    command = [sys.executable, "-m", "newsarchive.demo", "--port", "0", "--articles", "90", *flags]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as replica:
        assert replica.stdout is not None
        words = replica.stdout.readline().split()
        try:
            yield Client(words[words.index("at") + 1])
        finally:
            replica.terminate()


@pytest.fixture(scope="module")
def steered() -> Iterator[Client]:
    with process("--control") as client:
        yield client


def post(client: Client, name: str, **arguments: object) -> tuple[int, object]:
    response, body = client(f"/__replica__/{name}", "POST", body=json.dumps(arguments).encode())
    return response.status, json.loads(body)


def ask(client: Client, name: str) -> object:
    response, body = client(f"/__replica__/{name}")
    assert response.headers["Content-Type"] == "application/json"
    return json.loads(body)


def test_the_door_does_what_the_methods_do(steered: Client) -> None:
    status, published = post(steered, "publish-round")
    assert (status, published["number"], len(published["gone_status"])) == (200, 1, 3)  # type: ignore[index]
    truth = ask(steered, "truth")
    assert isinstance(truth, dict)
    assert set(published["changes"]) - set(truth) == set(published["gone_status"])  # type: ignore[index]
    assert post(steered, "move", article=SEED) == (200, f"{SEED.rstrip('/')}-80896/")
    assert steered(SEED)[0].status == 301
    assert post(steered, "move", article=f"{SEED.rstrip('/')}-80896/", to=SEED)[0] == 200
    assert post(steered, "remove", article=SEED, how="soft")[0] == 200
    assert SITE + SEED not in ask(steered, "truth")  # type: ignore[operator]
    assert post(steered, "restore", article=SEED)[0] == 200
    assert post(steered, "tick", hours=24)[1] == ask(steered, "now")
    assert len(post(steered, "publish-teasers")[1]) > 50  # type: ignore[arg-type]
    assert post(steered, "obstruct", kind="429", requests=1, retry_after=3)[0] == 200
    assert [steered(SEED)[0].status for _ in range(2)] == [429, 200]
    assert post(steered, "clear") == (200, None)
    assert post(steered, "set-robots", lines=["Crawl-delay: 2"])[0] == 200
    assert b"Crawl-delay: 2" in steered("/robots.txt")[1]
    assert post(steered, "validators", send=False)[0] == 200
    assert steered("/")[0].headers["ETag"] is None
    assert post(steered, "redesign")[0] == 200
    assert "Publié le" not in steered(SEED)[1].decode()


def test_the_log_leaves_the_door_out_and_can_be_begun_anew(steered: Client) -> None:
    ask(steered, "log?reset")
    steered("/robots.txt", "HEAD")
    expected = [{"method": "HEAD", "path": "/robots.txt", "status": 200, "bytes": 0}]
    assert ask(steered, "log") == ask(steered, "log?reset") == expected
    assert ask(steered, "log") == []


def test_mistakes_get_a_sentence(steered: Client) -> None:
    assert post(steered, "move", article="/nothing/") == (400, {"error": "No article stands at /nothing/."})
    assert post(steered, "remove", article=SEED, how=500)[0] == 400
    assert post(steered, "tick", centuries=1)[0] == 400
    assert post(steered, "validators")[0] == 400
    assert steered("/__replica__/move", "POST", body=b"{nonsense")[0].status == 400
    assert steered("/__replica__/move", "POST", body=b"[]")[0].status == 400
    assert "publish-round" in str(post(steered, "explode")[1])
    assert steered("/__replica__/publish-round")[0].status == 404


def test_without_the_flag_there_is_no_door_and_the_other_flags_hold() -> None:
    with process("--redesigned", "--no-validators", "--giant-sitemap", "1000", "--giant-form", "index") as client:
        assert client("/__replica__/redesign", "POST", body=b"{}")[0].status == 405
        assert client("/__replica__/log")[0].status == 404
        response, body = client(SEED)
        assert response.headers["ETag"] is None
        assert "Publié le" not in body.decode()
        assert b"/sitemap-geant-index.xml" in client("/robots.txt")[1]
