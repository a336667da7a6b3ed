"""Spreadsheets for the tests, and what the register and the page say afterwards."""

import io
import zipfile
from datetime import date

import xlsxwriter
from django.test import Client
from django.urls import reverse

from suksit.models import Agreement, AgreementImport
from tests.personas import Cast

GOOD = (
    "System;Kommune;Leverandør;Slutt;Oppsigelse (måneder);Opsjoner;Årlig kostnad\n"
    "Byggesak;Rollag;Plan og Bygg AS;31.12.2027;3;1 + 1 år;120 000\n"
    "Økonomi;Kongsberg kommune;Visma;;;;1.250.000,50\n"
)


def workbook(*rows: list[object]) -> bytes:
    """An Excel file of some rows."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd.mm.yyyy"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            else:
                sheet.write(number, column, cell)
    book.close()
    return stream.getvalue()


def words(response: object) -> str:
    """The page as one line."""
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def confirm(cast: Cast, client: Client, name: str = "kari") -> object:
    """Say yes to the newest list."""
    kept = cast.see(name, lambda _: AgreementImport.objects.filter(imported_at__isnull=True).latest("made_at"))
    return client.post(reverse("solution_import_preview", args=[kept.pk]), follow=True)


def registered(cast: Cast) -> list[tuple]:
    """What stands in the register."""
    fields = ("system", "party__name", "supplier", "ends_on", "notice_months", "options", "yearly_cost")
    return cast.see("kari", lambda _: list(Agreement.objects.order_by("system").values_list(*fields)))


SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def open_document() -> bytes:
    """An OpenDocument file with one agreement."""
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    day = '<table:table-cell office:value-type="date" office:date-value="2027-12-31"/>'
    rows = (
        [text.format(word) for word in ("System", "Kommune", "Sluttdato")],
        [text.format("Byggesak"), text.format("Rollag"), day],
    )
    body = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:body><office:spreadsheet>"
            f'<table:table table:name="A">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return stream.getvalue()


def bomb() -> bytes:
    """A small file that says that it unpacks to much."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"<x/>")
        packed.writestr("xl/sheet.xml", b"0" * 90_000_000)
    return stream.getvalue()


def far_out() -> bytes:
    """A sheet with one cell at its far corner."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, "System")
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    return stream.getvalue()


def packed(name: str) -> bytes:
    """A packed file that is no spreadsheet."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, b"hei")
    return stream.getvalue()
