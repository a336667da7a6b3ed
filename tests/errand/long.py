"""A long errand: it waits for an event, for a day, for the parts of many, and repeats for years."""

from datetime import date, timedelta
from typing import Any

from viewflow import this
from viewflow.workflow import flow

from tests.errand.flows import region
from tests.errand.models import Errand, Reply
from workflow import clock, flows, gather, numbering, participants, waits
from workflow.actors import SYSTEM, Actor
from workflow.assignments import Opening
from workflow.flows import CaseFlow
from workflow.models import Case, Grade
from workflow.nodes import End, Step
from workflow.transitions import Stale, change_state, locked, step_done, write_down

STANDSTILL_DAYS = 10
ROUNDS = 3


class LongErrandFlow(CaseFlow):
    """Publish, stand still, gather, measure each year, end."""

    flow_name = "long_errand"
    start = flow.StartHandle().Next(this.published)
    published = waits.WaitFor(party=region, permission="accept_report", then=this.note_published).Next(this.over)
    over = waits.WaitUntil(day=lambda case: clock.today() + timedelta(days=STANDSTILL_DAYS), then=this.note_over).Next(
        this.round
    )
    round = gather.Gather(
        parts="reply_errand",
        enough=gather.at_least(2),
        closed_by=this.note_gathered,
        at_deadline=True,
        party=region,
        permission="close_invitation",
        due=lambda case: clock.today() + timedelta(days=14),
    ).Next(this.measure)
    measure = waits.Repeat(
        round_day=lambda case, number: day_of_round(number), each=this.note_round, then=this.note_measured
    ).Next(this.end_errand)
    end_errand = Step(party=region, permission="close_case").Next(this.end)
    end = End()

    def note_published(self, case: Case) -> None:
        """The notice is out."""
        _machine(case, "triage_errand", "published")

    def note_over(self, case: Case) -> None:
        """The days have passed."""
        _machine(case, "ask_errand", "over")

    def note_gathered(self, case: Case) -> None:
        """Enough have replied."""
        _machine(case, "decide_errand", "round")

    def note_round(self, case: Case, number: int) -> None:
        """A round begins."""
        write_down(case, "round_errand", by=SYSTEM, permission="", party=case.region_id, data={"number": number})

    def note_measured(self, case: Case) -> None:
        """The last round has been opened."""
        step_done(case, "measure", by=SYSTEM)


def day_of_round(number: int) -> date | None:
    """One round a year, three in all."""
    return date(2027 + number, 3, 1) if number <= ROUNDS else None


def _machine(case: Case, deed: str, step: str) -> None:
    errand = Errand.objects.get(pk=case.pk)
    change_state(errand, deed, by=SYSTEM, permission="", party=errand.region_id)
    step_done(errand, step, by=SYSTEM)


def start_long(region: Any, *, by: Actor) -> Errand:
    """Make a long errand and send it on its way."""
    errand = Errand(region=region, title="A long errand", kind="errand", created_by_id=by.user_id)
    errand.number = numbering.next_number(region, 2026)
    errand.save()
    participants.admit(errand, [region], Grade.ROUTES)
    change_state(errand, "start_errand", by=by, permission="accept_report", party=region)
    flows.start(errand, LongErrandFlow, by=by)
    return errand


def publish(errand: Errand, *, by: Actor) -> bool:
    """The event outside has happened. Returns False when it was noted before."""
    with locked(errand) as errand:
        return waits.happened(errand, "published", by=by)


def ask(errand: Errand, parties: list[int], *, by: Actor) -> list[Reply]:
    """Ask some, or some more while others are answering."""
    with locked(errand) as errand:
        participants.admit(errand, parties, Grade.ASKED)
        replies = Reply.objects.bulk_create(Reply(case=errand, party_id=party) for party in parties)
        openings = [Opening(party=row.party_id, subject=row.pk) for row in replies]
        gather.open_parts(errand, "round", openings, permission="answer_invitation")
        return replies


def reply(row: Reply, *, by: Actor) -> gather.Tally:
    """One party's part."""
    with locked(Errand(pk=row.case_id)) as errand:
        if not flows.waits_at(errand, "round"):
            raise Stale(errand)
        row = Reply.objects.get(pk=row.pk)
        row.case = errand
        change_state(row, "reply_errand", by=by, permission="answer_invitation", party=row.party_id)
        return gather.part_done(errand, "round", row.pk, by=by)


def leave(row: Reply, *, by: Actor) -> gather.Tally:
    """A party leaves while others are answering."""
    with locked(Errand(pk=row.case_id)) as errand:
        write_down(errand, "leave_errand", by=by, permission="close_invitation", party=errand.region_id)
        return gather.withdraw_part(errand, "round", row.pk, by=by)
