"""The one door for PDF: from a template to PDF/UA-1, with our own files alone. WeasyPrint is imported when needed."""

import io
import logging
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pikepdf
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from django.utils import translation

from workflow.glyphs import font, writable

OWN = "https://own.invalid"  # where our static files seem to lie; nothing is ever fetched over the network
KINDS = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml", ".png": "image/png"}

# WeasyPrint tells of every CSS rule that it does not know; that is no news.
logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)


class PdfUnavailable(Exception):
    """PDF cannot be made on this machine: the library Pango is missing. Everything else works."""


class NotOurs(ValueError):
    """A document asked for something that is not one of our static files."""


def pdf_available() -> bool:
    """Whether PDF can be made here."""
    try:
        weasyprint()
    except PdfUnavailable:
        return False
    return True


def weasyprint() -> Any:
    """The library, loaded at first need: start-up needs no Pango. Raises PdfUnavailable without it."""
    try:
        with redirect_stdout(io.StringIO()):  # it prints its own page of advice; ours is one line
            import weasyprint as library
    except (ImportError, OSError) as error:
        raise PdfUnavailable("Pango is missing: apt-get install libpango-1.0-0 libpangoft2-1.0-0") from error
    return library


def render_pdf(template: str, context: dict[str, Any], *, title: str, language: str) -> bytes:
    """A template as PDF/UA-1 in a language; the template gets `title` and `language` as well.

    Raises PdfUnavailable without Pango.
    """
    library = weasyprint()
    with translation.override(language):
        page = render_to_string(template, {**context, "title": title, "language": language})
    made = library.HTML(string=writable(page), base_url=OWN, url_fetcher=own_files(library)).write_pdf(
        pdf_variant="pdf/ua-1"
    )
    return with_scopes(made)


def own_files(library: Any) -> Any:
    """What fetches for a document: our static files, and nothing else on this machine or beyond."""

    class OwnFiles(library.urls.URLFetcher):
        """Answers from the static files; refuses the rest."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """One file. Raises NotOurs for whatever is none of ours."""
            path = static_file(url)
            kind = path.suffix.lower()
            content = font(path) if kind == ".woff2" else path.read_bytes()
            return library.urls.URLFetcherResponse(url, content, {"Content-Type": KINDS[kind]})

    return OwnFiles(allowed_protocols=())


def static_file(url: str) -> Path:
    """Where one of our static files lies. Raises NotOurs for anything else, also for a way out of the folders."""
    parts = urlsplit(url)
    name = unquote(parts.path).removeprefix(settings.STATIC_URL)
    if f"{parts.scheme}://{parts.netloc}" != OWN or not unquote(parts.path).startswith(settings.STATIC_URL):
        raise NotOurs(url)
    collected = Path(settings.STATIC_ROOT).resolve() if settings.STATIC_ROOT else None
    if collected and (found := (collected / name).resolve()).is_file() and found.is_relative_to(collected):
        path = found
    else:
        path = Path(found_by_name(name, url))
    if path.suffix.lower() not in KINDS:
        raise NotOurs(url)
    return path


def found_by_name(name: str, url: str) -> str:
    """A static file by the finders, which keep to their folders."""
    try:
        found = finders.find(name)
    except SuspiciousFileOperation as error:
        raise NotOurs(url) from error
    if not found:
        raise NotOurs(url)
    return str(found)


def with_scopes(made: bytes) -> bytes:
    """Let every header cell say what it is the header of; WeasyPrint forgets the corner ones.

    Cells in the head of a table are for their column, those in its body for their row.
    """
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        for cell, in_head in header_cells(pdf.Root.get("/StructTreeRoot")):
            if not has_scope(cell):
                scope = pikepdf.Name("/Column" if in_head else "/Row")
                cell.A = pikepdf.Dictionary(O=pikepdf.Name("/Table"), Scope=scope)
        pdf.save(stream)
    return stream.getvalue()


def header_cells(node: Any, in_head: bool = False) -> Iterator[tuple[Any, bool]]:
    """Every header cell below a node of the structure tree, and whether it stands in a table's head."""
    waiting = [(node, in_head)]
    while waiting:
        node, in_head = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += [(child, in_head) for child in node]
        elif isinstance(node, pikepdf.Dictionary):
            kind = str(node.get("/S", ""))
            if kind == "/TH":
                yield node, in_head
            if "/K" in node and not isinstance(node.K, int):
                waiting.append((node.K, in_head or kind == "/THead"))


def has_scope(cell: Any) -> bool:
    """Whether a header cell says already what it is the header of."""
    attributes = cell.get("/A")
    rows = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return any(isinstance(row, pikepdf.Dictionary) and "/Scope" in row for row in rows)
