"""The door for PDF: our own files alone, every sign a glyph, every header cell with its scope."""

import io
import sys
from pathlib import Path

import page
import pikepdf
import pytest
from django.conf import settings
from django.template import engines
from pypdf import PdfReader

from workflow import documents
from workflow.documents import OWN, NotOurs, PdfUnavailable, header_cells, pdf_available, render_pdf, static_file
from workflow.glyphs import writable

PAPER = """{% extends "paper.html" %}{% block content %}<h1>{{ title }}</h1><p>{{ words }}</p>
<table class="calm"><caption>Svar</caption><thead><tr><th></th><th scope="col">Svar</th></tr></thead>
<tbody><tr><th scope="row">Rollag</th><td>Ja</td></tr></tbody></table>
<img src="file:///etc/hostname" alt="a"><img src="http://127.0.0.1:9/a.png" alt="b">{% endblock %}"""


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper of its own, in place of a template file."""
    monkeypatch.setattr(
        documents, "render_to_string", lambda name, context: engines["django"].from_string(PAPER).render(context)
    )


def test_paper_is_valid_whatever_is_written(paper: None, tmp_path: Path) -> None:
    """Norwegian, Greek, pictures, Chinese, joiners and a hostile tag: PDF/UA-1 holds."""
    words = "Æøå – Ελληνικά 🏗️ 👩‍🚒 中文 \u202f1\u202f000 <script>alert(1)</script>"
    made = render_pdf("paper", {"words": words}, title="Sak æøå 🏗️", language="nb")
    path = tmp_path / "paper.pdf"
    path.write_bytes(made)
    assert [str(failure) for failure in page.validate_pdf(path, profile="ua1").failures] == []
    text = PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert "Æøå – Ελληνικά [building construction]" in text
    assert "<script>alert(1)</script>" in text


def test_every_header_cell_has_a_scope(paper: None) -> None:
    """Also the corner one, which the library forgets."""
    made = render_pdf("paper", {"words": ""}, title="Sak", language="nb")
    with pikepdf.open(io.BytesIO(made)) as pdf:
        cells = list(header_cells(pdf.Root.StructTreeRoot))
        scopes = [documents.has_scope(cell) for cell, _in_head in cells]
    assert len(cells) == 3
    assert all(scopes)


@pytest.mark.parametrize("name", ["suksit/paper.css", "vendor/inter/files/inter-latin-wght-normal.woff2"])
def test_static_files_are_ours(name: str) -> None:
    """The style sheet and the fonts."""
    assert static_file(f"{OWN}{settings.STATIC_URL}{name}").is_file()


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:8000/static/suksit/paper.css",
        "https://example.test/a.css",
        f"{OWN}/static/../manage.py",
        f"{OWN}/static/%2e%2e/%2e%2e/etc/passwd",
        f"{OWN}/static//etc/passwd",
        f"{OWN}/static/vendor/inter/package.json",
        f"{OWN}/static/missing.css",
        f"{OWN}/sak/1/",
        "data:text/css,body{}",
        "ftp://example.test/a.png",
    ],
)
def test_nothing_else_is_fetched(url: str) -> None:
    """Neither over the network, nor from this machine's other files, nor by a way out of the folders."""
    with pytest.raises(NotOurs):
        static_file(url)


def test_document_asks_only_for_our_files(paper: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the template asks for beyond them is not opened at all."""
    opened = []
    real = documents.static_file
    monkeypatch.setattr(documents, "static_file", lambda url: opened.append(url) or real(url))
    render_pdf("paper", {"words": ""}, title="Sak", language="nb")
    refused = [url for url in opened if not url.startswith(f"{OWN}/static/")]
    assert sorted(refused) == ["file:///etc/hostname", "http://127.0.0.1:9/a.png"]


def test_without_pango_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing is loaded before a paper is asked for."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    assert pdf_available() is False
    with pytest.raises(PdfUnavailable, match="Pango"):
        render_pdf("paper.html", {}, title="Sak", language="nb")


def test_without_pango_the_library_is_not_heard(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It prints a page of advice before it fails; the demo has one line of its own."""
    (tmp_path / "weasyprint.py").write_text("print('advice')\nraise OSError('cannot load library')\n")
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    assert pdf_available() is False
    assert capsys.readouterr().out == ""


def test_with_pango_it_is_available() -> None:
    """As on every machine that runs the tests."""
    assert pdf_available() is True


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("Øvre Ål – 1\u202f000 kr", "Øvre Ål – 1\u00a0000 kr"),
        ("a\u030arsplan", "årsplan"),
        ("ba\u00adre", "bare"),
        ("tall\u2011bok", "tall-bok"),
        ("😀", "[grinning face]"),
        ("<p>&amp;</p>", "<p>&amp;</p>"),
    ],
)
def test_signs_without_a_glyph_are_told_by_name(given: str, written: str) -> None:
    """A paper says what stood there, on a machine with few fonts as well."""
    assert writable(given) == written
