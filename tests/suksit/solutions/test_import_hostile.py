"""A hostile, empty or large file: a clear message, never a fault of the server, and nothing kept."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from suksit.models import AgreementImport
from tests.personas import Cast
from tests.suksit.solutions.sheets import bomb, confirm, far_out, packed, registered, words, workbook


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Filen er tom."),
        (b"   \n ", "Filen er tom."),
        (b"\xef\xbb\xbf", "Filen er tom."),
        ("\xa0\n".encode(), "Filen er tom."),
        (b"x" * (10 * 1024 * 1024), "Filen er for stor. Den største vi tar, er 5 MB."),
        (b"%PDF-1.7 ...", "Dette er ikke et regneark."),
        (b"<html><script>alert(1)</script>", "Dette er ikke et regneark."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "Dette er ikke et regneark."),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "Filen er en gammel Excel-fil eller har passord."),
        (b"PK\x03\x04 broken", "Filen kan ikke leses."),
        (packed("brev.txt"), "Dette er ikke et regneark."),
        (packed("xl/workbook.xml"), "Filen kan ikke leses."),
        (bomb(), "Filen inneholder for mye."),
        (far_out(), "Filen kan ikke leses."),
        (workbook(*[["System"]] * 5_001), "Filen har 5 001 rader. Vi tar høyst 5 000 om gangen."),
        (("System\n" + "a\n" * 100_000).encode(), "Filen har 100 001 rader. Vi tar høyst 5 000 om gangen."),
        (b"Navn;Adresse\nA;B\n", "Vi finner ingen rad med overskrifter."),
        (b"System;Kommune\n", "Filen har overskrifter, men ingen rader under."),
        (b"System\nByggesak\n", "Kolonnen «Kommune» mangler."),
        (b'System;Kommune\n"' + b"a" * 200_000 + b'";Rollag', "Filen kan ikke leses."),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_import_answers_a_hostile_file_in_words(cast: Cast, upload: Callable, data: bytes, message: str) -> None:
    """A clear message beside the field, never a 500, and nothing kept."""
    response = upload("kari", data)
    assert response.status_code == 422
    assert message in words(response)
    assert cast.see("kari", lambda _: AgreementImport.objects.count()) == 0


def test_import_without_a_file_says_so(cast: Cast, client: Client) -> None:
    """Choose a file."""
    client.force_login(cast.people["kari"])
    response = client.post(reverse("solution_import"))
    assert response.status_code == 422
    assert "Velg en fil." in words(response)


def test_import_escapes_what_is_in_the_cells(cast: Cast, upload: Callable) -> None:
    """Script, emoji and æøå are text."""
    page = words(upload("kari", "System;Kommune\n<script>alert(1)</script> 🚒 æøå;Rollag\n"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 🚒 æøå" in page


def test_import_of_a_large_list_shows_a_part_and_imports_all(cast: Cast, client: Client, upload: Callable) -> None:
    """The preview is not endless; the import is whole."""
    rows = "".join(f"System {number};Rollag\n" for number in range(1_000))
    page = words(upload("kari", f"System;Kommune\n{rows}"))
    assert "og 800 til" in page
    assert "Importer 1000 rader" in page
    confirm(cast, client)
    assert len(registered(cast)) == 1_000


def test_template_can_be_filled_in_and_imported(cast: Cast, client: Client, upload: Callable) -> None:
    """The template's own headings are known, and the empty one says that it has no rows."""
    client.force_login(cast.people["ola"])
    response = client.get(reverse("solution_template"))
    assert response["Content-Disposition"] == 'attachment; filename="losninger.xlsx"'
    empty = upload("ola", response.content, "losninger.xlsx")
    assert "Filen har overskrifter, men ingen rader under." in words(empty)
