"""Marked secrets in a case, looked for in every page, paper, calendar and mail of everybody who should not see them."""

import io
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pypdf
import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from procurement.award import actions as award
from procurement.competition import actions as competition
from procurement.competition import impartiality
from procurement.invitation import actions as invitation
from suksit.cases import actions as cases
from tests.access.row import PERSONAS, Row
from tests.access.table import ROWS
from tests.walk import Walker, on
from workflow import clock
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.delivery import compose
from workflow.models import Notification, Visibility

PRICE = Decimal(1_876_543)
SECRETS = {
    "private": "HEMMELIGGRUNN",
    "comment": "HEMMELIGKOMMENTAR",
    "document": "HEMMELIGFIL",
    "supplier": "HEMMELIGLEVERANDOR",
    "recommendation": "HEMMELIGINNSTILLING",
    "price": "1876543",
}
OWN = {"ola", "dag", "liv", "kari"}  # Rollag's people and the coordinator
ROUTES = {"kari", "berit"}
PAPERS = ("ola", "ingrid")
ALIKE = ("stranger", "eva", "hans", "liv", "nina")  # who sees no more than another who is asked
GROUP = {"siri", "jon"}
SEES = {
    "private": OWN | ROUTES,
    "comment": OWN | ROUTES,
    "document": OWN | ROUTES,
    "supplier": GROUP,
    "recommendation": GROUP,
    "price": GROUP,
}


def without_spaces(text: str) -> str:
    """Amounts are grouped by spaces of several kinds."""
    return "".join(text.split()).replace("\u00a0", "").replace("\u202f", "").replace("&nbsp;", "")


def text_of(response: Any) -> str:
    """What stands in a response, whatever its kind."""
    content = response.getvalue() if response.streaming else response.content
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return content.decode(errors="replace")


def found(text: str) -> set[str]:
    """Which secrets stand in a text."""
    flat = without_spaces(text)
    return {name for name, mark in SECRETS.items() if mark in flat}


def hide_secrets(walker: Walker, case: Any) -> None:
    """Rollag's own words, and the tenders with the group's recommendation."""
    values = {"remark": "Synlig.", "private_reason": SECRETS["private"], "annual_value": Decimal(100_000)}
    own = {"visibility": Visibility.OWN}
    walker.do("ola", invitation.answer_invitation, walker.answer_of(case, "Rollag"), choice="yes", **values)
    walker.do("ola", cases.comment_case, case, text=SECRETS["comment"], **own)


def attach(walker: Walker, case: Any, name: str) -> None:
    """A file of Rollag's own, by the page that everybody uses."""
    client = Client()
    client.force_login(walker.cast.people["ola"])
    file = SimpleUploadedFile(f"{name}.txt", name.encode())
    given = client.post(reverse("attach_document", args=[case.pk]), {"file": file, "visibility": "own"})
    assert given.status_code == 302


@pytest.fixture
def rich(walker: Walker) -> Any:
    """A case with secrets in it, that waits for the decision on the award."""
    case = walker.to("invitation")
    hide_secrets(walker, case)
    attach(walker, case, SECRETS["document"])
    member, _, value = ("ingrid", "eva", 400_000)
    yes = {"choice": "yes", "annual_value": Decimal(value)}
    walker.do(member, invitation.answer_invitation, walker.answer_of(case, "Kongsberg"), **yes)
    walker.do("kari", invitation.close_invitation, case)
    walker.commit(case)
    walker.plan(case, "full")
    with on(clock.today() + timedelta(days=36)):
        tender = walker.do("siri", competition.register_tender, case, supplier=SECRETS["supplier"], price=PRICE)
        walker.do("siri", impartiality.declare_impartiality, case)
        walker.do("siri", award.recommend_award, case, tender, reason=SECRETS["recommendation"])
    return case


def opens(row: Row, name: str) -> bool:
    """Whether a page is worth looking at: the papers are slow to make, and a 403 shows nothing."""
    if row.name == "case_file":
        return row.at != "draft" and name in PAPERS
    return row.method == "get" and row.at != "draft" and row.expected(name) == 200


def pages_of(walker: Walker, case: Any, name: str) -> list[str]:
    """The addresses of the access table that a person may open, made for this case."""
    made = {reverse("document", args=[walker.see(lambda: case.documents.get(visibility="own").pk)])}
    for row in (row for row in ROWS if opens(row, name)):
        with suppress(ObjectDoesNotExist):  # a part that this case does not have yet
            made.add(reverse(row.name, args=walker.see(partial(row.arguments, walker.cast, case if row.at else None))))
    return sorted(made)


def test_no_page_shows_a_secret_to_who_should_not_see_it(walker: Walker, rich: Any) -> None:
    """Every page that anybody may open, and the document's address for all."""
    leaks, seen = {}, {}
    for name in (name for name in PERSONAS if name not in ALIKE):
        client = Client(headers={"accept-language": "nb"})
        client.force_login(walker.cast.people[name])
        seen[name] = set()
        for url in pages_of(walker, rich, name):
            shown = found(text_of(client.get(url)))
            seen[name] |= shown
            if wrong := {secret for secret in shown if name not in SEES[secret]}:
                leaks[name, url] = wrong
    assert leaks == {}
    assert seen["siri"] == {"supplier", "recommendation", "price"}
    assert seen["ola"] == {"private", "comment", "document"}


def test_no_mail_carries_a_secret(walker: Walker, rich: Any) -> None:
    """Every mail that the case has caused, as it is written to each who gets one."""
    people = {person.pk: person for person in walker.cast.people.values()}
    with acting_as(SYSTEM):
        rows = list(Notification.objects.filter(case_id=rich.pk))
        mails = [(people[row.recipient_id], compose(row, people[row.recipient_id])) for row in rows]
    leaks = {}
    for person, message in mails:
        text = message.subject + message.body + "".join(str(part.content) for part in message.alternatives)
        if wrong := {secret for secret in found(text) if person.username not in SEES[secret]}:
            leaks[person.username, message.subject] = wrong
    assert leaks == {}
    assert len(mails) > 10
