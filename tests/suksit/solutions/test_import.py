"""A list from a spreadsheet: read, shown, and then imported; nothing half done, whatever the file holds."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from suksit.models import AgreementImport, RegionEvent
from suksit.solutions import comparing, register
from tests.personas import Cast
from tests.suksit.solutions.sheets import GOOD, confirm, open_document, registered, words, workbook


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
