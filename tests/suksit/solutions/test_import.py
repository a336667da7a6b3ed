"""A list from a spreadsheet: read, shown, and then imported; nothing half done, whatever the file holds."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from suksit.models import Agreement, AgreementImport, RegionEvent
from suksit.solutions import comparing, register
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


@pytest.fixture
def upload(cast: Cast, client: Client) -> Callable[..., object]:
    """Let a person upload a file; the answer is the preview, or the form with what is wrong."""

    def send(name: str, data: str | bytes, file_name: str = "liste.csv") -> object:
        client.force_login(cast.people[name])
        raw = data.encode() if isinstance(data, str) else data
        file = SimpleUploadedFile(file_name, raw)
        return client.post(reverse("solution_import"), {"file": file}, follow=True)

    return send


def confirm(cast: Cast, client: Client, name: str = "kari") -> object:
    """Say yes to the newest list."""
    kept = cast.see(name, lambda _: AgreementImport.objects.filter(imported_at__isnull=True).latest("made_at"))
    return client.post(reverse("solution_import_preview", args=[kept.pk]), follow=True)


def registered(cast: Cast) -> list[tuple]:
    """What stands in the register."""
    fields = ("system", "party__name", "supplier", "ends_on", "notice_months", "options", "yearly_cost")
    return cast.see("kari", lambda _: list(Agreement.objects.order_by("system").values_list(*fields)))


def test_import_shows_first_and_saves_on_yes(cast: Cast, client: Client, upload: Callable) -> None:
    """The preview saves nothing; the yes saves every value, and writes it into the region's book."""
    page = words(upload("kari", GOOD))
    assert "2 rader er lest. Ingenting er lagret ennå." in page
    assert "2 er nye" in page
    assert "Importer 2 rader" in page
    assert registered(cast) == []
    answer = words(confirm(cast, client))
    assert "Importert: 2 avtaler er nye, 0 er endret." in answer
    assert registered(cast) == [
        ("Byggesak", "Rollag", "Plan og Bygg AS", date(2027, 12, 31), 3, "1 + 1 år", Decimal("120000.00")),
        ("Økonomi", "Kongsberg", "Visma", None, None, "", Decimal("1250000.50")),
    ]
    event = RegionEvent.objects.get(deed="import_agreements")
    assert (event.about, event.data) == ("liste.csv", {"new": 2})


def test_import_again_makes_no_doubles(cast: Cast, client: Client, upload: Callable) -> None:
    """The same list changes nothing; another date changes one; capital letters make no other system."""
    upload("kari", GOOD)
    confirm(cast, client)
    page = words(upload("kari", GOOD))
    assert "2 er som før" in page
    assert "Det er ingenting å importere." in page
    changed = GOOD.replace("31.12.2027", "31.12.2028").replace("Byggesak", "BYGGESAK")
    page = words(upload("kari", changed))
    assert "1 er endret" in page
    assert "<del>31. desember 2027</del>" in page
    confirm(cast, client)
    assert [row[3] for row in registered(cast)] == [date(2028, 12, 31), None]


def test_import_leaves_what_a_cell_does_not_say(cast: Cast, client: Client, upload: Callable) -> None:
    """An open cell, or a column that is not there, changes nothing."""
    upload("kari", GOOD)
    confirm(cast, client)
    upload("kari", "system,kommune,leverandør,slutt\nByggesak,Rollag,Plan og Bygg AS,\n")
    assert len(registered(cast)) == 2
    upload("kari", "system,kommune,options\nByggesak,3336,2 år\n")
    confirm(cast, client)
    assert registered(cast)[0] == (
        "Byggesak",
        "Rollag",
        "Plan og Bygg AS",
        date(2027, 12, 31),
        3,
        "2 år",
        Decimal("120000.00"),
    )


def test_import_reads_excel_with_english_headings(cast: Cast, client: Client, upload: Callable) -> None:
    """Real dates and numbers, a title above the headings, columns in another order."""
    data = workbook(
        ["Our systems"],
        [],
        ["Yearly cost", "Supplier", "Notice (months)", "Municipality", "End date", "System", "Remarks"],
        [98000.5, "Acos", 6, "Tinn", date(2029, 6, 30), "Sak og arkiv", "x"],
    )
    upload("kari", data, "systems.xlsx")
    confirm(cast, client)
    assert registered(cast) == [("Sak og arkiv", "Tinn", "Acos", date(2029, 6, 30), 6, "", Decimal("98000.50"))]


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


def test_import_reads_open_document(cast: Cast, client: Client, upload: Callable) -> None:
    """With a real date."""
    upload("kari", open_document(), "liste.ods")
    confirm(cast, client)
    assert registered(cast) == [("Byggesak", "Rollag", "", date(2027, 12, 31), None, "", None)]


def test_import_says_what_is_wrong_in_each_row_and_takes_the_good_ones(
    cast: Cast, client: Client, upload: Callable
) -> None:
    """Errors stand in their row; the good rows are not held up."""
    rows = [
        "System;Kommune;Leverandør;Slutt;Oppsigelse;Årlig kostnad",
        "Byggesak;Rollag;A;31.12.2027;3;100",
        "Lønn;Narnia;A;;;",
        "Kart;Nabodal;A;;;",
        ";Rollag;A;;;",
        "Skole;Rollag;A;32.13.2027;;",
        "Helse;Rollag;A;31.12.2999;;",
        "Post;Rollag;A;;-2;",
        "Vann;Rollag;A;;;-500",
        "Vei;Rollag;A;;;mye",
        "=CMD();Rollag;A;;;",
        f"{'x' * 300};Rollag;A;;;",
        "byggesak;Rollag;a;;;",
    ]
    page = words(upload("kari", "\n".join(rows)))
    for message in (
        "11 rader har feil",
        "Kommune: Vi kjenner ingen kommune som heter «Narnia».",
        "Kommune: Nabodal er ikke med i Kongsbergregionen.",
        "System: navnet mangler.",
        "Slutt: «32.13.2027» er ikke en dato. Skriv den som 31.12.2027.",
        "Slutt: 31.12.2999 er for langt fra i dag til å være riktig.",
        "Oppsigelse (måneder): «-2» er ikke et antall måneder. Skriv for eksempel 3.",
        "Årlig kostnad: En kostnad kan ikke være negativ.",
        "Årlig kostnad: «mye» er ikke et beløp. Skriv for eksempel 120 000.",
        "System: Cellen inneholder en formel. Skriv selve verdien.",
        "System: Teksten er for lang.",
        "Samme system og leverandør som i rad 2.",
        "Radene med feil blir ikke med hvis du ikke retter filen først.",
    ):
        assert message in page, message
    assert "11 rader med feil ble ikke med" in words(confirm(cast, client))
    assert [row[0] for row in registered(cast)] == ["Byggesak"]


def test_import_of_a_member_is_for_the_own_municipality(cast: Cast, client: Client, upload: Callable) -> None:
    """Without a column it is one's own; another's rows are shown as errors and left out."""
    upload("ola", "System\nByggesak\n")
    confirm(cast, client, "ola")
    assert registered(cast)[0][:2] == ("Byggesak", "Rollag")
    page = words(upload("ola", "System;Kommune\nØkonomi;Kongsberg\nKart;Rollag\n"))
    assert "Kommune: Du kan bare importere for Rollag." in page
    confirm(cast, client, "ola")
    assert [row[:2] for row in registered(cast)] == [("Byggesak", "Rollag"), ("Kart", "Rollag")]


def test_import_asks_the_right_anew_at_the_yes(cast: Cast, client: Client, upload: Callable) -> None:
    """Who has lost the role between preview and yes imports nothing."""
    upload("ola", "System\nByggesak\n")
    kept = cast.see("ola", lambda _: AgreementImport.objects.get())
    cast.people["ola"].engagements.update(role="staff")
    response = client.post(reverse("solution_import_preview", args=[kept.pk]))
    assert response.status_code == 403
    assert registered(cast) == []


def test_import_is_seen_by_its_own_reader_alone(cast: Cast, client: Client, upload: Callable) -> None:
    """Another person's list does not exist."""
    upload("ola", "System\nByggesak\n")
    kept = cast.see("ola", lambda _: AgreementImport.objects.get())
    for name in ("kari", "ingrid", "per"):
        client.force_login(cast.people[name])
        assert client.get(reverse("solution_import_preview", args=[kept.pk])).status_code == 404
        assert client.post(reverse("solution_import_preview", args=[kept.pk])).status_code == 404


def test_import_said_yes_to_twice_is_done_once(cast: Cast, client: Client, upload: Callable) -> None:
    """An old tab does nothing, and says so."""
    upload("kari", GOOD)
    kept = cast.see("kari", lambda _: AgreementImport.objects.get())
    address = reverse("solution_import_preview", args=[kept.pk])
    client.post(address)
    assert "Listen er allerede importert. Ingenting ble gjort to ganger." in words(client.post(address, follow=True))
    assert len(registered(cast)) == 2
    assert RegionEvent.objects.filter(deed="import_agreements").count() == 1


def test_import_compares_with_the_register_as_it_is_at_the_yes(cast: Cast, client: Client, upload: Callable) -> None:
    """What another registered meanwhile is not doubled."""
    upload("kari", GOOD)
    kept = cast.see("kari", lambda _: AgreementImport.objects.get())
    upload("ola", "System;Leverandør\nByggesak;Plan og Bygg AS\n")
    confirm(cast, client, "ola")
    client.force_login(cast.people["kari"])
    client.post(reverse("solution_import_preview", args=[kept.pk]))
    assert [row[0] for row in registered(cast)] == ["Byggesak", "Økonomi"]


def test_import_that_collides_with_another_says_so_and_saves_nothing(
    cast: Cast, client: Client, upload: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was registered in the very same moment is not doubled, and is no fault of the reader's."""
    upload("kari", GOOD)
    upload_of = cast.see("kari", lambda _: AgreementImport.objects.get())
    seen = comparing.compare(upload_of.rows, cast.region.pk, [row["party"] for row in upload_of.rows])
    client.post(reverse("solution_import_preview", args=[upload_of.pk]))
    upload("kari", GOOD)
    monkeypatch.setattr(register, "compare", lambda *args: seen)
    answer = words(confirm(cast, client))
    assert "Registeret ble endret imens." in answer
    assert len(registered(cast)) == 2


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
