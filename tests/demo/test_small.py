"""The small replicas: served as the big one is, the same each time, with what is particular to each site."""

from __future__ import annotations

import subprocess
import sys
from http.client import HTTPConnection
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from newsarchive.demo import HOUSES, SmallReplica, running

SITES = pytest.mark.parametrize("site", HOUSES)


@SITES
def test_the_same_arguments_make_the_same_site(site: str) -> None:
    one, other = SmallReplica(site), SmallReplica(site)
    assert one.truth() == other.truth()
    assert {url: one.serve(urlsplit(url).path) for url in one.truth()} == {
        url: other.serve(urlsplit(url).path) for url in other.truth()
    }
    assert 30 <= len(one.truth()) <= 40


@SITES
def test_every_address_of_an_article_leads_to_it(site: str) -> None:
    replica = SmallReplica(site)
    with running(replica) as base_url:
        for truth in replica.truth().values():
            pages = {urlopen(base_url + path, timeout=10).read() for path in truth.paths}
            assert len(pages) == 1
    assert {request.status for request in replica.requests} <= {200, 301}


@SITES
def test_the_host_without_www_redirects(site: str) -> None:
    replica = SmallReplica(site)
    with running(replica) as base_url:
        connection = HTTPConnection(urlsplit(base_url).netloc, timeout=10)
        connection.request("GET", "/un-titre", headers={"Host": replica.home.removeprefix("https://www.")})
        answer = connection.getresponse()
        connection.close()
    assert (answer.status, answer.headers["Location"]) == (301, f"{replica.home}/un-titre")


def test_joomla_finds_an_article_by_its_number_and_dates_it_in_listings_alone() -> None:
    replica = SmallReplica("pleinair")
    truth = next(iter(replica.truth().values()))
    number = truth.url.rpartition("/")[2].partition("-")[0]
    assert replica.serve(f"/sport/item/{number}-autre-titre").answer.body == replica.serve(truth.paths[0]).answer.body
    assert truth.date_published_raw not in replica.serve(truth.paths[0]).answer.body.decode()
    assert truth.date_published_raw in replica.serve("/actualites").answer.body.decode()


@SITES
def test_a_small_replica_is_served_from_the_command_line(site: str) -> None:
    command = [sys.executable, "-m", "newsarchive.demo", "--site", site, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.terminate()
    assert line.startswith("Serving 36 articles at http://127.0.0.1:")
