"""The pages of comment, attach, hold, resume, cancel and archive number; documents; the whole history."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from suksit.cases import actions
from suksit.cases.models import ChangeCase
from tests.walk import Walker
from workflow import uploads
from workflow.models import Comment, Document, Notification
from workflow.uploads import CheckedUpload

Page = Callable[..., Any]
SECRET = "Rollag tåler ikke prisen"


@pytest.fixture
def case(walker: Walker) -> ChangeCase:
    """A case in which the partners are asked."""
    return walker.to("invitation")


@pytest.fixture
def post(browse: Callable[[str], Client]) -> Page:
    """`post("ola", "comment_case", case.pk, text=…)` sends a form as Ola."""

    def send(name: str, url: str, *args: Any, **data: Any) -> Any:
        return browse(name).post(reverse(url, args=args), data)

    return send


@pytest.fixture
def _any_file(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path

    def check(file: Any) -> CheckedUpload:
        if file.name.endswith(".exe"):
            raise ValidationError("Filen kan ikke legges ved.")
        return CheckedUpload(file.name, "application/pdf", "0" * 64, file.size)

    monkeypatch.setattr(uploads, "check_upload", check, raising=False)


def again(walker: Walker, case: ChangeCase) -> ChangeCase:
    """The case as it is now."""
    return walker.see(lambda: ChangeCase.objects.get(pk=case.pk))


def test_comment_is_shown_to_those_it_is_for_alone(walker: Walker, case: ChangeCase, get: Page, post: Page) -> None:
    """Rollag's secret is on Rollag's and the coordinator's pages, and in no letter on Kongsberg's."""
    assert get("ola", "comment_case", case.pk).status_code == 200
    sent = post("ola", "comment_case", case.pk, text=SECRET, visibility="own")
    assert (sent.status_code, sent.url) == (302, reverse("case", args=[case.pk]))
    for url in ("case", "case_history"):
        assert SECRET in get("dag", url, case.pk).content.decode()
        assert SECRET in get("kari", url, case.pk).content.decode()
        for name in ("ingrid", "tor", "siri", "mona", "berit"):
            assert SECRET not in get(name, url, case.pk).content.decode()
    before = get("ingrid", "case_history", case.pk).context["events"]
    assert not any("kommentar" in event["who"] for event in before)
    assert SECRET not in get("ingrid", "my_tasks").content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {"text": "", "visibility": "region"},
        {"text": "Hei", "visibility": "everyone"},
        {"text": "Hei", "visibility": "group"},
        {"text": "x" * 5001, "visibility": "region"},
    ],
)
def test_wrong_comment_is_not_saved_and_is_kept_in_the_form(
    walker: Walker, case: ChangeCase, post: Page, data: dict[str, str]
) -> None:
    """422, the message beside the field, the text still there."""
    response = post("ola", "comment_case", case.pk, **data)
    assert response.status_code == 422
    assert data["text"][:100] in response.content.decode()
    assert walker.see(Comment.objects.count) == 0


def test_hostile_comment_is_shown_as_it_was_written(walker: Walker, case: ChangeCase, get: Page, post: Page) -> None:
    """A script is words; emoji and æøå are kept."""
    text = "<script>alert(1)</script> æøå 🙂 100 % %(party)s"
    assert post("ola", "comment_case", case.pk, text=text, visibility="region").status_code == 302
    page = get("ingrid", "case", case.pk).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; æøå 🙂 100 % %(party)s" in page


@pytest.mark.parametrize(("deed", "name"), [("hold_case", "ola"), ("cancel_case", "dag"), ("comment_case", "mona")])
def test_one_without_the_right_is_refused(case: ChangeCase, get: Page, post: Page, deed: str, name: str) -> None:
    """403 on both the page and the deed."""
    assert get(name, deed, case.pk).status_code == 403
    assert post(name, deed, case.pk, reason="Nei", text="x", visibility="region").status_code in (403, 409)


def test_hold_and_resume_on_their_pages(walker: Walker, case: ChangeCase, get: Page, post: Page) -> None:
    """On hold with a reason, and taken up again."""
    assert post("kari", "hold_case", case.pk, reason="").status_code == 422
    assert post("kari", "hold_case", case.pk, reason="Venter på avklaring.").status_code == 302
    assert again(walker, case).on_hold_since is not None
    assert get("kari", "resume_case", case.pk).status_code == 200
    assert post("kari", "resume_case", case.pk, reason="").status_code == 302
    assert again(walker, case).on_hold_since is None


def test_second_hold_is_told_who_was_first(case: ChangeCase, post: Page) -> None:
    """An old tab: 409 with what was typed."""
    post("kari", "hold_case", case.pk, reason="Først.")
    response = post("kari", "hold_case", case.pk, reason="Sist.")
    assert response.status_code == 409
    assert "Sist." in response.content.decode()


def test_cancel_tells_its_consequences_and_ends_the_case(
    walker: Walker, case: ChangeCase, get: Page, post: Page
) -> None:
    """A page first, then a reason, then it is over for all."""
    page = get("kari", "cancel_case", case.pk).content.decode()
    assert "Alt som venter på noen i saken, blir trukket tilbake." in page
    assert post("kari", "cancel_case", case.pk, reason="Ikke behov lenger.").status_code == 302
    assert again(walker, case).state == "cancelled"
    assert "Ikke behov lenger." in get("ingrid", "case", case.pk).content.decode()
    assert get("ola", "comment_case", case.pk).status_code == 403


def test_archive_number_is_noted_by_each_for_the_own_archive(
    walker: Walker, case: ChangeCase, get: Page, post: Page
) -> None:
    """Rollag's number is on Rollag's page alone; an empty one removes it."""
    assert post("ola", "set_archive_number", case.pk, number="26/00417").status_code == 302
    assert "26/00417" in get("dag", "case", case.pk).content.decode()
    assert "26/00417" not in get("ingrid", "case", case.pk).content.decode()
    assert post("kari", "set_archive_number", case.pk, number="KR-1").status_code == 302
    assert "KR-1" in get("ingrid", "case", case.pk).content.decode()
    assert post("ola", "set_archive_number", case.pk, number="9" * 61).status_code == 422
    assert post("ola", "set_archive_number", case.pk, number="").status_code == 302
    assert "26/00417" not in get("dag", "case", case.pk).content.decode()


@pytest.mark.usefixtures("_any_file")
def test_document_is_served_as_a_file_to_those_it_is_for(
    walker: Walker, case: ChangeCase, get: Page, post: Page
) -> None:
    """Never opened inside our own pages; for others it does not exist."""
    file = SimpleUploadedFile("Behov på æøå.pdf", b"%PDF-1.7 abc", "application/pdf")
    assert post("ola", "attach_document", case.pk, file=file, visibility="own").status_code == 302
    key = walker.see(lambda: Document.objects.get().pk)
    response = get("dag", "document", key)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 abc"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    for name in ("ingrid", "siri", "mona", "per", "nina"):
        assert get(name, "document", key).status_code == 404
    assert "Behov på æøå.pdf" in get("dag", "case", case.pk).content.decode()
    event = get("dag", "case", case.pk).context["events"][0]
    assert (event["who"], event["link"]["label"]) == ("Rollag la ved et dokument:", "Behov på æøå.pdf")
    assert "Behov på" not in get("ingrid", "case", case.pk).content.decode()


def test_attach_page_names_the_kinds_that_are_taken(case: ChangeCase, get: Page) -> None:
    """In the words of the door that refuses the others, and in the list that the browser offers."""
    page = get("ola", "attach_document", case.pk).content.decode()
    with translation.override("nb"):
        assert str(uploads.TAKEN) in page
    assert f'accept="{uploads.ACCEPT}"' in page
    assert "PowerPoint" not in page


@pytest.mark.usefixtures("_any_file")
def test_wrong_file_is_not_attached(walker: Walker, case: ChangeCase, post: Page) -> None:
    """Neither none, nor one that the door refuses."""
    bad = SimpleUploadedFile("virus.exe", b"MZ")
    for data in ({"visibility": "region"}, {"visibility": "region", "file": bad}):
        assert post("ola", "attach_document", case.pk, **data).status_code == 422
    assert walker.see(Document.objects.count) == 0


def test_whole_history_tells_capacity_and_channel_and_that_the_chain_holds(
    walker: Walker, case: ChangeCase, get: Page
) -> None:
    """Every entry is there, the newest first."""
    response = get("ingrid", "case_history", case.pk)
    assert len(response.context["events"]) == 4
    assert response.context["events"][-1]["by"] == "Ola, SuksIT-medlem"
    assert "den holder" in response.context["sealed"]


def test_history_asks_as_many_questions_for_four_entries_as_for_seven(
    walker: Walker, case: ChangeCase, get: Page
) -> None:
    """The number of queries does not grow with the entries."""
    asked = []
    for more in (1, 3):
        for _ in range(more):
            walker.do("ola", actions.comment_case, case, text="Hei")
        with CaptureQueriesContext(connection) as queries:
            get("ingrid", "case_history", case.pk)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_held_case_is_told_to_those_who_are_asked(walker: Walker, case: ChangeCase) -> None:
    """A mail to each who answers for a municipality in the case."""
    walker.do("kari", actions.hold_case, case, reason="Venter.")
    told = walker.see(
        lambda: set(
            Notification.objects.filter(fact__startswith="hold_case").values_list("recipient__username", flat=True)
        )
    )
    assert told == {"ola", "dag", "ingrid", "eva", "tor", "hans"}
