"""Dates beside the links of a listing, on pages of several builds."""

from __future__ import annotations

import pytest

from newsarchive.intake.discovery import parsed
from newsarchive.intake.listings import dates_beside_links

SITE = "https://site.example"


def article(url: str) -> str | None:
    return url.removeprefix(SITE) if "/item/" in url else None


def dates(html: str) -> dict[str, str]:
    root = parsed(f"<html><body>{html}</body></html>".encode())
    assert root is not None
    return dates_beside_links(root, f"{SITE}/liste", article)


JOOMLA = """
<p>Vendredi 6 Février 2026</p>
<div class="itemContainer"><span>lundi, 09 février 2026 15:38</span><h3><a href="/item/1-a">Un titre</a></h3>
  <a href="/item/1-a"><img src="a.jpg"></a><div>Le 12 mars 2026, la salle des fêtes accueillera de nouveau le loto du
  club, qui avait dû être reporté.</div><a href="/item/1-a#suite">Lire la suite Â»</a></div>
<div class="itemContainer"><span>dimanche, 08 février 2026 09:05</span><h3><a href="/item/2-b">Un autre</a></h3>
  <div>Sans date.</div><a href="/tag/doubs">Doubs</a></div>
<div class="itemContainer"><h3><a href="/item/3-c">Sans date</a></h3></div>
"""


def test_a_date_belongs_to_the_link_it_shares_a_container_with() -> None:
    assert dates(JOOMLA) == {
        "/item/1-a": "lundi, 09 février 2026 15:38",
        "/item/2-b": "dimanche, 08 février 2026 09:05",
    }


@pytest.mark.parametrize(
    "entry",
    [
        "<li><a href='/item/{n}'>Titre <small>0{n}/02/2026 - 10:00</small></a></li>",
        "<tr><td>0{n}/02/2026 - 10:00</td><td><a href='/item/{n}'>Titre</a></td></tr>",
        "<h3><a href='/item/{n}'>Titre</a></h3><p>Publié le 0{n}/02/2026 - 10:00 par la rédaction</p>",
        "<p>0{n}/02/2026 - 10:00</p><h3><a href='/item/{n}'>Titre</a></h3><p><a href='/item/{n}'>Lire</a></p>",
        "<div><a href='/item/{n}'>Titre</a><p>Mis à jour le 05/02/2026</p><p>0{n}/02/2026 - 10:00</p></div>",
    ],
)
def test_every_build_of_an_entry_is_understood(entry: str) -> None:
    html = "<table>" + "".join(entry.format(n=n) for n in (1, 2, 3)) + "</table>"
    assert dates(html) == {f"/item/{n}": f"0{n}/02/2026 - 10:00" for n in (1, 2, 3)}


def test_the_date_that_stands_closest_counts() -> None:
    entry = "<div><i>02/02/2026</i><h3><a href='/item/1'>Titre</a></h3></div>"
    assert dates(f"<div><p>Vendredi 6 Février 2026</p>{entry}</div>") == {"/item/1": "02/02/2026"}


def test_a_date_that_is_cut_into_parts_is_one() -> None:
    html = "<div><a href='/item/1'>T</a><time><b>9</b> <i>février</i> <em>2026</em></time></div>"
    assert dates(html + "<a href='/item/2'>U</a>") == {"/item/1": "9 février 2026"}


@pytest.mark.parametrize(
    "html",
    [
        "<p>Vendredi 6 Février 2026</p><a href='/item/1'>A</a><a href='/item/2'>B</a>",
        "<p>6 février 2026</p><a href='/contact'>Contact</a>",
        "<p>6 février 2026</p><div><a href='/item/1'>A</a></div>",
        "<div><a href='/item/1'>A</a><p>Rendez-vous le 12 mars 2026 à 20h, à la salle des fêtes du bourg.</p></div>",
        "<div><a href='/item/1'>A</a><script>var day = '06/02/2026';</script></div>",
    ],
)
def test_a_date_that_is_no_ones_stays_no_ones(html: str) -> None:
    assert dates(html) == {}
