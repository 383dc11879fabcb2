"""`newsarchive explain`, as people run it: on a terminal, in a pipe, for machines, and where there is no article."""

from __future__ import annotations

import gzip
import json
import os
import pty
import re
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from newsarchive.cli.main import main
from tests.cli.test_status import read_all
from tests.explain.pages import DISPUTED

ROOT = Path(__file__).parents[2]
URL = "https://www.macommune.info/un-pont-rouvre/"
LONG = "Une phrase qui se répète, assez longue pour dépasser la largeur de tout terminal. " * 8
ERROR_PAGE = "<title>Oups</title><h1>Page introuvable</h1><p>Ce que vous cherchez n'est pas ici.</p>"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(DISPUTED.replace("Les travaux ont duré un an.", LONG), "utf-8")
    return path


def test_plain_text_in_a_pipe(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(saved), "--url", URL]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == URL
    assert re.fullmatch(
        r"macommune · article · utf-8 · [\d.]+ KiB · [\d.]+ ms"
        r" \(parse [\d.]+, read [\d.]+, rules [\d.]+, normalise [\d.]+\)",
        lines[1],
    )
    assert not [line for line in lines if "\x1b" in line or line != line.rstrip()]
    assert [line for line in lines if LONG.strip() in line], "no line is cut"
    assert "headline  Un pont rouvre" in lines
    assert "  JSON-LD headline        differs  Un autre titre" in lines
    text = "\n".join(lines)
    assert "! DatesDisagree date_modified: modified line says" in text
    assert "located by «after the headline»" in text
    assert "    heading  Ce qui change" in lines
    assert "       list  • La ligne 3 reprend son parcours" in lines


@pytest.mark.parametrize("columns", [60, 80, 140])
def test_colours_and_width_of_a_terminal(saved: Path, columns: int) -> None:
    own, other = pty.openpty()
    termios.tcsetwinsize(other, (40, columns))
    command = [sys.executable, "-m", "newsarchive", "explain", str(saved), "--url", URL]
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "TERM")}
    run = subprocess.Popen(command, cwd=ROOT, stdout=other, env={**environment, "TERM": "xterm-256color"})
    os.close(other)
    printed = read_all(own)
    assert run.wait() == 0
    assert "\x1b[1;32mwon" in printed
    lines = [re.sub(r"\x1b\[[\d;]*m", "", line).rstrip() for line in printed.splitlines()]
    assert max(map(len, lines)) <= columns
    body = next(i for i, line in enumerate(lines) if line.startswith("  paragraph  Une phrase"))
    assert len(lines[body]) > 0.7 * columns, "text takes the width there is"
    assert lines[body + 1].startswith(" " * 13)


def test_json_is_one_object_with_the_documented_keys(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(saved), "--url", URL, "--json"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    article = json.loads(printed)
    assert article["url"] == URL
    assert article["date_published"] == "2013-03-12T17:32:00+01:00"
    assert [item["text"] for block in article["blocks"] for item in block["items"]] == [
        "La ligne 3 reprend son parcours",
        "Le parking reste fermé",
    ]
    assert article["provenance"]["headline"]["rule"] == "h1"
    rows = "\n".join(re.findall(r"^\| (`.*?) \|", (ROOT / "docs/explain.md").read_text("utf-8"), re.M))
    assert set(article) == set(re.findall(r"`(\w+)`", rows.split("`key`")[1])) | {"key"}


def test_html_and_text_in_one_run(saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "report.html"
    assert main(["explain", str(saved), "--url", URL, "--html", str(report)]) == 0
    assert report.read_text("utf-8").startswith('<!DOCTYPE html>\n<html lang="fr">')
    assert "headline  Un pont rouvre" in capsys.readouterr().out


def test_page_without_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, report = tmp_path / "page.html", tmp_path / "report.html"
    path.write_text(ERROR_PAGE, "utf-8")
    assert main(["explain", str(path), "--url", URL, "--html", str(report)]) == 1
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert "Page introuvable" in said.err
    assert "  title  Oups" in said.out
    assert " heading  Page introuvable" in said.out
    assert "Ce que vous cherchez" in said.out
    assert "non lu" in report.read_text("utf-8")
    assert main(["explain", str(path), "--json"]) == 1
    assert capsys.readouterr().out == ""


def test_comments_are_shown_last(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    comment = (
        "<h2>1 commentaire</h2><div class='comment'><b>Haut-Doubien</b><p>Le 13/03/2013 à 08:10</p><p>Enfin.</p></div>"
    )
    path = tmp_path / "page.html"
    path.write_text(DISPUTED.replace("<p>Soyez le premier à commenter...</p>", comment), "utf-8")
    assert main(["explain", str(path), "--url", URL]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = lines.index("Readers' comments")
    assert lines[at + 1 :] == ["  1  Haut-Doubien  13/03/2013 à 08:10", "     Enfin."]


def test_page_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.html"
    path.write_text(DISPUTED.replace("Un pont rouvre", "Un pont &#27;[31m rouvre &#155;2J [bold]là[/bold]"), "utf-8")
    assert main(["explain", str(path), "--url", URL]) == 0
    printed = capsys.readouterr().out
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", printed)
    assert "[bold]là[/bold]" in printed


def test_saved_page_says_itself_where_it_is_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link = '<link rel="canonical" href="https://www.macommune.info/x-y/">'
    path = tmp_path / "page.html.gz"
    path.write_bytes(gzip.compress(DISPUTED.replace("</head>", f"{link}</head>").encode()))
    assert main(["explain", str(path), "--json"]) == 0
    article = json.loads(capsys.readouterr().out)
    assert (article["url"], article["site"]) == ("https://www.macommune.info/x-y/", "macommune")
    assert main(["explain", str(path), "--json", "--site", "generic"]) == 0
    assert json.loads(capsys.readouterr().out)["site"] == "generic"


def test_file_that_is_no_page_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.gz").write_bytes(gzip.compress(DISPUTED.encode())[:-20])
    (tmp_path / "huge.html").write_bytes(b"<p>x" * (3 * 2**20))
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"<p>x" * (5 * 2**20)))
    (tmp_path / "image.html").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "empty.html").touch()
    names = ("broken.gz", "huge.html", "bomb.gz", "image.html", "empty.html", "absent.html", ".", "a\0b")
    for name in names:
        assert main(["explain", str(tmp_path / name)]) == 1, name
        said = capsys.readouterr()
        assert said.out == ""
        assert re.fullmatch(r"newsarchive: .{20,}\n", said.err), (name, said.err)


def test_unknown_site_is_told_before_anything_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "http://127.0.0.1:1/", "--site", "nowhere"]) == 2
    assert "known sites: " in capsys.readouterr().err


def test_address_without_a_scheme_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "www.macommune.info/un-pont/"]) == 1
    assert "begins with https://" in capsys.readouterr().err


def test_an_address_says_itself_where_it_is_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "https://www.macommune.info/x/", "--url", "https://www.macommune.info/y/"]) == 1
    assert "--url says where a saved page came from" in capsys.readouterr().err
