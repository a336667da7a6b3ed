"""Files that come with a report: through the one door as it is, with real content."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from suksit.cases.models import ChangeCase
from suksit.changes import actions
from tests.walk import Walker
from tests.workflow.test_uploads import DOCX, pdf
from workflow import links
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Document, HistoryEntry

Browse = Callable[[str], Client]


def paper(name: str = "Kravliste.pdf") -> SimpleUploadedFile:
    """A small file that is what it says."""
    return SimpleUploadedFile(name, DOCX if name.endswith("docx") else pdf(), content_type="text/html")


def kept(case: ChangeCase) -> list[tuple[str, str]]:
    """What hangs on the case, with what it is served as."""
    with acting_as(SYSTEM):
        return list(Document.objects.filter(case=case).order_by("name").values_list("name", "content_type"))


def values(case: ChangeCase, **more: Any) -> dict[str, Any]:
    """The form of filling in."""
    return {"title": case.title, "kind": case.kind, "needs": "Byggesak.", "draft_benefits": "Raskere svar", **more}


def test_files_of_step_two_come_with_the_sent_report(walker: Walker, browse: Browse) -> None:
    """Saved with the draft, served to the region once it is sent, and to nobody else before."""
    case = walker.to("draft")
    url = reverse("report_edit", args=[case.pk, 2])
    sent = browse("ola").post(url, {"needs": "Se vedlegg", "attachments": [paper(), paper("Skisse æøå.docx")]})
    assert sent.status_code == 302
    assert [name for name, _ in kept(case)] == ["Kravliste.pdf", "Skisse æøå.docx"]
    assert kept(case)[0][1] == "application/pdf"
    with acting_as(SYSTEM):
        address = reverse("document", args=[Document.objects.get(name="Kravliste.pdf").pk])
    assert browse("kari").get(address).status_code == 404
    assert browse("ola").post(reverse("report_change", args=[case.pk])).status_code == 302
    opened = browse("kari").get(address)
    assert b"".join(opened.streaming_content).startswith(b"%PDF")
    assert "Skisse æøå.docx" in browse("kari").get(reverse("case", args=[case.pk])).content.decode()


@pytest.mark.parametrize("name", ["virus.exe", "Kravliste.docx"])
def test_false_file_in_step_two_is_refused_with_the_words_kept(walker: Walker, browse: Browse, name: str) -> None:
    """A program, and a PDF that says it is a Word file."""
    case = walker.to("draft")
    false = SimpleUploadedFile(name, pdf())
    answer = browse("ola").post(
        reverse("report_edit", args=[case.pk, 2]), {"needs": "Se vedlegg", "attachments": false}
    )
    assert (answer.status_code, kept(case)) == (422, [])
    assert "Se vedlegg" in answer.content.decode()


def test_file_comes_with_what_is_filled_in_later(walker: Walker, browse: Browse) -> None:
    """Signed in: the words and the file, each with its entry in the history."""
    case = walker.to("reported")
    url = reverse("complete_report", args=[case.pk])
    assert browse("ola").post(url, values(case, attachments=paper())).status_code == 302
    assert kept(case) == [("Kravliste.pdf", "application/pdf")]
    with acting_as(SYSTEM):
        deeds = list(HistoryEntry.objects.filter(case=case).order_by("-sequence").values_list("deed", flat=True)[:2])
    assert deeds == ["attach_document", "complete_report"]


def test_link_in_a_mail_takes_words_alone(walker: Walker) -> None:
    """A file sent along is left out, and the words are kept."""
    case = walker.to("reported")
    walker.do("kari", actions.ask_for_more, case, question="Hvem trenger det?")
    with acting_as(SYSTEM):
        row = case.assignments.get(step="complete_report", state="open")
    link = links.path_for(row, walker.cast.people["ola"].pk, case.region_id)
    client = Client()
    assert "attachments" not in client.get(link).content.decode()
    assert client.post(link, values(case, attachments=paper())).status_code == 200
    assert kept(case) == []
