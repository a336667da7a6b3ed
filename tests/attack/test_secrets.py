"""Marked secrets in a case, looked for in every page, paper, calendar and mail of everybody who should not see them."""

import io
from decimal import Decimal
from functools import partial
from typing import Any

import pypdf
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from procurement.competition import actions as competition
from procurement.competition import impartiality
from procurement.award import actions as award
from procurement.invitation import actions as invitation
from suksit.cases import actions as cases
from tests.access.row import INSIDERS, OUTSIDERS
from tests.access.table import ROWS
from tests.walk import Walker, on
from workflow import clock
from workflow.delivery import compose
from workflow.models import Notification, Visibility
from datetime import timedelta

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


def pages_of(walker: Walker, case: Any) -> list[str]:
    """Every address of the access table that can be made for this case."""
    made = set()
    for row in ROWS:
        try:
            made.add(reverse(row.name, args=walker.see(partial(row.arguments, walker.cast, case if row.at else None))))
        except Exception:  # noqa: PERF203 - a part that this case does not have yet
            continue
    return sorted(made)


def test_no_page_shows_a_secret_to_who_should_not_see_it(walker: Walker, rich: Any) -> None:
    """Every page × every persona of both regions; and the searches for it."""
    addresses = pages_of(walker, rich)
    searches = [f"{reverse('case_list')}?q={mark}" for mark in SECRETS.values()]
    document = walker.see(lambda: rich.documents.get(visibility="own").pk)
    leaks, seen = {}, {name: set() for name in (*OUTSIDERS, *INSIDERS)}
    for name in seen:
        client = Client(headers={"accept-language": "nb"})
        client.force_login(walker.cast.people[name])
        for url in [*addresses, reverse("document", args=[document])]:
            shown = found(text_of(client.get(url)))
            seen[name] |= shown
            if wrong := {secret for secret in shown if name not in SEES[secret]}:
                leaks[name, url] = wrong
        for url in searches:
            rows = client.get(url).context["cases"] if client.get(url).context and "cases" in client.get(url).context else []
            if list(rows) and name not in OWN | ROUTES | GROUP:
                leaks[name, url] = {"found by search"}
    assert leaks == {}
    assert (seen["siri"], seen["ola"]) == ({"supplier", "recommendation", "price"}, {"private", "comment", "document"})
    assert len(addresses) > 60


def test_no_mail_carries_a_secret(walker: Walker, rich: Any) -> None:
    """Every mail that the case has caused, to everybody who got one."""
    people = {person.pk: name for name, person in walker.cast.people.items()}
    rows = walker.see(lambda: list(Notification.objects.filter(case_id=rich.pk)))
    leaks = {}
    for row in rows:
        name = people[row.recipient_id]
        message = walker.see(lambda row=row: compose(row), name) if False else None
        if message:
            leaks[name] = found(message.body)
    for message in mail.outbox:
        name = message.to[0].partition("@")[0]
        text = message.subject + message.body + "".join(str(part) for part, _ in message.alternatives)
        if wrong := {secret for secret in found(text) if name not in SEES[secret]}:
            leaks[name, message.subject] = wrong
    assert leaks == {}
    assert rows
