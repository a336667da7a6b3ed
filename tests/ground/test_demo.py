"""The demo, played from an empty database: every stage, every way out, and a region beside that sees nothing of it."""

import io

import pytest
from django.core.management import call_command

from suksit.accounts.models import User
from suksit.cases.models import ChangeCase
from suksit.demo import script
from suksit.regions.engagements import actor_for, regions_of
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Assignment

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
    "benefits": 5,
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
