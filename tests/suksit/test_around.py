"""The pages around the work: the source that the licence promises, accessibility, and the demo's mails."""

import io
import tarfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail.backends.filebased import EmailBackend
from django.core.mail.message import EmailMultiAlternatives
from django.test import Client, override_settings
from django.urls import reverse

from suksit.chrome import VERSION
from tests.personas import Cast


def words(url: str, client: Client | None = None) -> str:
    """A page's own words."""
    return (client or Client()).get(url).content.decode()


def test_footer_leads_to_version_source_accessibility_and_privacy(cast: Cast) -> None:
    """Signed in or not; the demo's footer also to its mails."""
    client = Client()
    client.force_login(cast.people["ola"])
    for page in (words(reverse("sign_in")), words(reverse("my_tasks"), client)):
        assert f"Versjon {VERSION}" in page
        for name in ("source", "accessibility", "privacy", "demo_mails"):
            assert f'href="{reverse(name)}"' in page, name


@override_settings(SOURCE_URL="https://example.test/kilde", ACCESSIBILITY_STATEMENT_URL="https://example.test/uu")
def test_those_who_run_it_name_their_own_addresses(db: None) -> None:
    """The source's own address stands on its page; the statement's in the footer."""
    page = words(reverse("source"))
    assert 'href="https://example.test/kilde"' in page
    assert 'href="https://example.test/uu"' in page
    assert f'href="{reverse("accessibility")}"' not in page


def test_source_is_handed_out_as_it_runs(db: None) -> None:
    """The code is there; data, secrets of the machine, links and users' names are not."""
    response = Client().get(reverse("source_archive"))
    assert response["Content-Type"] == "application/gzip"
    with tarfile.open(fileobj=io.BytesIO(response.content)) as packed:
        names = packed.getnames()
        assert {(row.uid, row.uname) for row in packed} == {(0, "")}
    top = f"suksit-{VERSION}"
    assert {f"{top}/LICENSE", f"{top}/suksit/source.py", f"{top}/workflow/clock.py"} <= set(names)
    for part in ("/var/", "/node_modules/", "/.", "__pycache__", ".pyc"):
        assert not [name for name in names if part in name], part


@pytest.fixture
def mail(tmp_path: Path) -> str:
    """One mail in the demo's folder. Returns the name of its file."""
    with override_settings(EMAIL_FILE_PATH=tmp_path, SITE_URL="http://127.0.0.1:8000"):
        message = EmailMultiAlternatives(
            "Svar på spørsmålet: Felles arkiv",
            "Hei, Ola.\n\n<b>Svar</b>:\nhttp://127.0.0.1:8000/lenke/abc/\n",
            to=["ola@example.test"],
            connection=EmailBackend(file_path=str(tmp_path)),
        )
        message.attach_alternative("<p>Hei</p>", "text/html")
        message.send()
        yield next(tmp_path.glob("*.log")).name


def test_demo_lists_its_mails_and_shows_one_as_text(mail: str, db: None) -> None:
    """Subject, recipient, and the link as a path, so that it works on any port. Markup stays words."""
    page = words(reverse("demo_mails"))
    assert "Svar på spørsmålet: Felles arkiv" in page
    assert "ola@example.test" in page
    assert reverse("demo_mail", args=[mail]) in page
    shown = words(reverse("demo_mail", args=[mail]))
    assert 'href="/lenke/abc/"' in shown
    assert "&lt;b&gt;Svar&lt;/b&gt;:" in shown


@pytest.mark.parametrize(("to", "found"), [("OLA", 1), ("kari", 0), ("<script>\x00", 0)])
def test_demo_mails_to_one_alone(mail: str, db: None, to: str, found: int) -> None:
    """By a part of the address."""
    response = Client().get(reverse("demo_mails"), {"til": to})
    assert (response.status_code, len(response.context["mails"])) == (200, found)


@pytest.mark.parametrize("name", ["..", "%2e%2e%2fsecret.log", "x.log", "20260101-000000-1.txt"])
def test_only_a_mail_of_the_folder_is_shown(mail: str, db: None, name: str) -> None:
    """Whatever stands in the address."""
    (Path(settings.EMAIL_FILE_PATH).parent / "secret.log").write_text("hemmelig")
    assert Client().get(f"/demo/e-post/{name}/").status_code == 404


@override_settings(DEMO=False)
def test_there_are_no_such_pages_elsewhere(mail: str, db: None) -> None:
    """A mail holds signed links: outside the demo it is nobody's to read here."""
    assert Client().get(reverse("demo_mails")).status_code == 404
    assert Client().get(reverse("demo_mail", args=[mail])).status_code == 404
    assert "demo/e-post" not in words(reverse("sign_in"))


def test_broken_file_is_left_out(mail: str, db: None) -> None:
    """An empty one, and one that is no mail at all."""
    folder = Path(settings.EMAIL_FILE_PATH)
    (folder / "20200101-000000-1.log").write_bytes(b"")
    (folder / "20200101-000000-2.log").write_bytes(b"\xff\xfe\x00 ikke e-post")
    response = Client().get(reverse("demo_mails"))
    assert response.status_code == 200
    assert response.context["mails"][0].name == mail
