"""At any open step: hold or cancel with a reason, comment, attach, see who has it since when, and the history."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from suksit.cases.models import ChangeCase
from suksit.cases.turn import open_assignments
from tests.walk import ORDER, Walker
from workflow.models import Assignment

OPEN = ORDER[1:]


@pytest.mark.parametrize("state", OPEN)
def test_open_step_allows_what_every_open_step_must(walker: Walker, state: str) -> None:
    """One case in each open state, through the pages; it ends cancelled, with nothing left open."""
    case = walker.to(state)
    clients = {}
    for name in ("kari", "ola", "ingrid"):
        clients[name] = Client()
        clients[name].force_login(walker.cast.people[name])

    def get(name: str, page: str) -> str:
        response = clients[name].get(reverse(page, args=[case.pk]))
        assert response.status_code == 200, (page, name)
        return response.content.decode()

    def post(name: str, page: str, **data: object) -> HttpResponse:
        return clients[name].post(reverse(page, args=[case.pk]), data)

    waiting = walker.see(lambda: [row for row in open_assignments(case) if row.is_ready])
    shown = clients["kari"].get(reverse("case", args=[case.pk])).context["turn"]
    assert shown["title"]
    if waiting:
        assert shown["body"] or shown["muted"], "since when it waits, or what for"
    assert post("ola", "comment_case", text="Hva nå?", visibility="region").status_code == 302
    paper = SimpleUploadedFile("notat.txt", "Et notat, æøå".encode())
    assert post("ingrid", "attach_document", file=paper, visibility="region").status_code == 302
    assert post("kari", "hold_case", reason="").status_code == 422
    assert post("kari", "hold_case", reason="Vi venter på budsjettet.").status_code == 302
    assert "Vi venter på budsjettet." in get("ola", "case")
    assert post("kari", "resume_case", reason="").status_code == 302
    assert post("ola", "cancel_case", reason="x").status_code == 403
    assert post("kari", "cancel_case", reason="Behovet er borte.").status_code == 302
    assert walker.see(lambda: ChangeCase.objects.get(pk=case.pk).state) == "cancelled"
    assert not walker.see(lambda: Assignment.objects.filter(case=case, state="open").exists())
    history = get("ingrid", "case_history")
    for words in ("Hva nå?", "notat.txt", "Vi venter på budsjettet.", "Behovet er borte."):
        assert words in history, words
    assert "gjorde noe i saken" not in history
