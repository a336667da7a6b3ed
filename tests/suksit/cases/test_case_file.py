"""The case file as PDF: whole, accessible, and silent about what the reader may not see."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import page
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from procurement.invitation import actions as invitation
from suksit.cases import case_file
from suksit.cases.models import ChangeCase
from tests.walk import Walker
from workflow import anchors
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.history_tree import climbed

SECRET = "Hemmelig grunn om økonomien vår"
TITLE = "Felles byggesaksløsning æøå 🏗️"


def get(walker: Walker, case: ChangeCase, name: str, language: str = "nb") -> HttpResponse:
    """What a person gets."""
    client = Client(headers={"accept-language": language})
    client.force_login(walker.cast.people[name])
    return client.get(reverse("case_file", args=[case.pk]))


def text_of(response: HttpResponse) -> str:
    """The words of the paper, without the breaks of its lines."""
    assert response.status_code == 200
    reader = PdfReader(io.BytesIO(response.content))
    return " ".join(" ".join(part.extract_text() for part in reader.pages).replace("\xa0", " ").split())


def context_of(walker: Walker, case: ChangeCase, name: str) -> str:
    """What goes into the paper, for the many checks that need no drawing."""

    def read(actor: object) -> str:
        found = case_file.of_case(ChangeCase.objects.get(pk=case.pk), actor)
        return f"{found['sections']} {found['events']}".replace("\\xa0", " ")

    return walker.cast.see(name, read)


@pytest.fixture
def answered(walker: Walker) -> ChangeCase:
    """Kongsberg says yes with a value, Rollag no with a reason kept to the coordinator."""
    case = walker.to("invitation", title=TITLE)
    walker.do(
        "ingrid", invitation.answer_invitation, walker.answer_of(case, "Kongsberg"), choice="yes", annual_value=424_242
    )
    walker.do("ola", invitation.answer_invitation, walker.answer_of(case, "Rollag"), choice="no", private_reason=SECRET)
    return case


def test_paper_is_accessible_and_holds_the_case(walker: Walker, tmp_path: Path) -> None:
    """PDF/UA-1 by a validator, with the title, the number, every section and the whole history."""
    case = walker.measure(walker.to("benefits", title=TITLE))
    response = get(walker, case, "kari")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="saksmappe-{case.number}.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    path = tmp_path / "saksmappe.pdf"
    path.write_bytes(response.content)
    report = page.validate_pdf(path, profile="ua1")
    assert [str(failure) for failure in report.failures] == []
    words = text_of(response)
    assert f"Saksmappe {case.number}: Felles byggesaksløsning æøå" in words
    for heading in ("Saken", "Deltakere", "Fullmakter", "Kontrakter", "Hele historikken"):
        assert heading in words
    for fact in ("Plan og Bygg AS", "Kongsberg", "Rollag", "ikke målt"):
        assert fact in words


def test_document_says_its_language_and_title(walker: Walker) -> None:
    """For those who listen: nynorsk here."""
    case = walker.to("reported", title=TITLE)
    reader = PdfReader(io.BytesIO(get(walker, case, "kari", "nn").content))
    assert reader.trailer["/Root"]["/Lang"] == "nn"
    assert reader.metadata is not None
    assert reader.metadata.title.startswith(f"Saksmappe {case.number}: Felles byggesaksløsning æøå")
    assert "Heile historikken" in " ".join(reader.pages[-1].extract_text().split())


def test_private_reason_is_not_in_the_paper_of_those_who_may_not_read_it(walker: Walker, answered: ChangeCase) -> None:
    """Kari and Ola read it; Ingrid, Arne and Mona do not, and see that something is kept to fewer."""
    assert SECRET in text_of(get(walker, answered, "kari"))
    assert SECRET not in text_of(get(walker, answered, "ingrid"))
    found = {name: SECRET in context_of(walker, answered, name) for name in ("ola", "dag", "arne", "mona", "tor")}
    assert found == {"ola": True, "dag": True, "arne": False, "mona": False, "tor": False}


def test_value_is_shown_to_those_who_may_see_it(walker: Walker, answered: ChangeCase) -> None:
    """1 696 968 kr is four years of Kongsberg's value: for Kari and Kongsberg itself, not yet for the others."""
    seen = {
        name: "1 696 968" in context_of(walker, answered, name) for name in ("kari", "ingrid", "ola", "arne", "berit")
    }
    assert seen == {"kari": True, "ingrid": True, "ola": False, "arne": False, "berit": False}


def test_tenders_are_not_in_the_paper_before_the_award(walker: Walker) -> None:
    """The suppliers and what is recommended are known to the group and the lead buyer alone; after the award to all."""
    case = walker.to("award")
    assert "Byggesak Nord AS" in context_of(walker, case, "siri")
    for name in ("kari", "ola", "dag", "arne", "mona", "berit"):
        words = context_of(walker, case, name)
        assert "Byggesak Nord AS" not in words
        assert "Plan og Bygg AS" not in words
        assert "Best på kvalitet" not in words
    assert "Byggesak Nord AS" not in text_of(get(walker, case, "ola"))
    decided = walker.to("contract", title="En annen sak")
    assert "Plan og Bygg AS" in context_of(walker, decided, "ola")


def test_plan_is_told_in_words(walker: Walker) -> None:
    """The procedure, the contract and the way the environment is weighed: no codes."""
    case = walker.to("planning")
    values = {"procedure": "neg-w-call", "standard_contract": "SSA-D", "environment_route": "quality-nor-env-criteria"}
    walker.plan(case, "full")
    walker.see(lambda: type(case.plan).objects.filter(case=case).update(**values))
    words = context_of(walker, case, "kari")
    assert "Konkurranse med forhandling" in words
    for code in values.values():
        assert f"'{code}'" not in words


def test_history_is_sealed_with_the_head_of_its_chain(walker: Walker, answered: ChangeCase) -> None:
    """The hash of the last entry stands in the paper, whoever reads it."""
    head = walker.see(lambda: answered.history.order_by("-sequence").first())
    words = text_of(get(walker, answered, "kari")).replace(" ", "")
    assert head.hash in words


def test_draft_has_no_paper(walker: Walker) -> None:
    """Not even for its reporter."""
    case = walker.to("draft")
    assert get(walker, case, "ola").status_code == 404


def test_without_pango_a_page_says_what_is_missing(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never an error of ours."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    case = walker.to("reported")
    response = get(walker, case, "kari")
    assert response.status_code == 503
    words = response.content.decode()
    assert "<h1>Saksmappen kan ikke lages her</h1>" in words
    assert "apt-get install libpango-1.0-0" in words


def test_number_of_queries_does_not_grow_with_the_parties(
    walker: Walker, django_assert_max_num_queries: Callable
) -> None:
    """The whole way, with four who were asked: a fixed number for each section."""
    case = walker.to("benefits")
    with django_assert_max_num_queries(60):
        context_of(walker, case, "kari")


def test_paper_holds_the_anchor_and_the_path_to_it(walker: Walker) -> None:
    """Whoever holds the paper reckons the root from the seal and the lines below it; without an anchor none is told."""
    cases = [walker.to("reported", title=f"Sak {number}") for number in range(3)]
    assert "Ankeret" not in text_of(get(walker, cases[1], "ola"))
    with acting_as(SYSTEM):
        made = anchors.make()
    paper = text_of(get(walker, cases[1], "ola")).replace(" ", "")
    assert made.root in paper
    proof = walker.cast.see("ola", lambda actor: anchors.proof(cases[1], by=actor))
    assert (len(proof.path), climbed(proof.leaf, proof.path)) == (2, made.root)
    for words in (proof.hash, proof.leaf, *(node for _side, node in proof.path)):
        assert words in paper
