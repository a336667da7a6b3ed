"""The demo, played from an empty database: every stage, every way out, and a region beside that sees nothing of it."""

import io

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.core.management import call_command

from suksit.accounts.models import User
from suksit.benefits.queries import lines_of
from suksit.cases.models import ChangeCase
from suksit.demo import script
from suksit.models import Benefit, Harvest
from suksit.regions.engagements import actor_for, regions_of
from workflow import history
from workflow.actors import SYSTEM
from workflow.as_of import CaseAsOf, as_of
from workflow.context import acting_as
from workflow.models import Assignment, Document, Visibility
from workflow.uploads import check_upload

STATES = {
    "reported": 2,
    "assessment": 3,
    "invitation": 1,
    "commitment": 1,
    "planning": 1,
    "competition": 1,
    "award": 1,
    "contract": 1,
    "rollout": 1,
    "benefits": 4,
    "closed": 1,
    "rejected": 1,
    "handled_locally": 1,
    "merged": 1,
    "cancelled": 1,
}


def played() -> str:
    """What `manage.py demo --no-serve` prints."""
    out = io.StringIO()
    call_command("demo", "--no-serve", stdout=out)
    return out.getvalue()


def waiting_for(username: str) -> set[tuple[str, str]]:
    """The steps and cases that wait for a person of the first region."""
    person = User.objects.get(username=username)
    region = next(row for row in regions_of(person.pk) if not row.is_demo)
    with acting_as(actor_for(person.pk, person.display_name, region.pk)) as actor:
        rows = Assignment.objects.filter(state=Assignment.State.OPEN).select_related("case")
        return {
            (row.step, row.case.title)
            for row in rows
            if row.person_id == person.pk or (row.person_id is None and actor.may(row.permission, row.party_id))
        }


@pytest.mark.prove
@pytest.mark.django_db(databases=["default", "owner"])
def test_demo_is_played_once_and_shows_every_stage() -> None:
    first = played()
    rows = script.table()
    assert {state: sum(row[2] == state for row in rows) for state in STATES} == STATES
    assert len(rows) == sum(STATES.values())
    assert "→ Playing" in first
    assert played() == first[first.index("Number") :]

    assert {("answer_invitation", "Felles skjemaløsning for innbyggere")} <= waiting_for("ola")
    assert {("give_authorisation", "Felles pasientjournal"), ("sign_contract", "Felles sak- og arkivsystem")} <= (
        waiting_for("dag")
    )
    assert ("reply_to_question", "Felles skjemaløsning for innbyggere") in waiting_for("kari")

    per = User.objects.get(username="per")
    neighbour = regions_of(per.pk).get()
    with acting_as(actor_for(per.pk, per.display_name, neighbour.pk)):
        assert [case.title for case in ChangeCase.objects.all()] == ["Oversikt over frivillige"]
    with acting_as(SYSTEM):
        runs = ChangeCase.objects.get(title="Fagsystem for barnevern").competitions.order_by("run")
        assert [run.cancelled_on is not None for run in runs] == [True, False]
        silent = ChangeCase.objects.get(title="System for eiendomsskatt").answers.get(state="silent")
        assert (silent.party.name, silent.choice) == ("Sigdal", "")
        assert silent.escalated_on is not None
        worked = Harvest.objects.exclude(story="").values_list("party__name", "story_title")
        assert set(worked) == {
            ("Flesberg", "Sjekkliste før søknad"),
            ("Kongsberg", "Fast byggesaksdag"),
            ("Rollag", "Ring før du rykker ut"),
        }
        lines = [line for rows in lines_of(Benefit.objects.select_related("case")).values() for line in rows]
        assert [(line.harvest.party.name, line.harvest.benefit_id) for line in lines if line.is_worse] == [
            ("Tinn", Benefit.objects.get(title="Lavere kostnad til alarmsentral").pk)
        ]
        papers = Document.objects.values_list("case__title", "name", "visibility")
        assert (len(papers), len({case for case, _name, _seen in papers})) == (10, 6)
        assert ("Felles pasientjournal", "Fullmakt fra Kongsberg.pdf", Visibility.PARTICIPANTS) in papers
        for document in Document.objects.all():
            assert (
                check_upload(UploadedFile(document.file, document.name, size=document.size)).sha256 == document.sha256
            )


@pytest.mark.prove
@pytest.mark.django_db(databases=["default", "owner"])
def test_every_case_of_the_demo_is_rebuilt_from_its_history() -> None:
    """Three years of cases: what the history tells is what the tables hold, and the chains are whole."""
    played()
    with acting_as(SYSTEM):
        cases = list(ChangeCase.objects.order_by("number", "pk"))
        apart = [case.title for case in cases if as_of(case) != CaseAsOf.live(case)]
        assert history.verify() == []
    assert (len(cases) > 20, apart) == (True, [])
