"""The deeds of the errand. The rights are the product's own, so that the real roles and people stand behind them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.errand.flows import ErrandFlow
from tests.errand.models import Errand, Reply
from workflow import assignments, flows, numbering, participants, transitions
from workflow.actors import Actor
from workflow.assignments import Opening
from workflow.models import Grade
from workflow.transitions import Stale, change_state, step_done

DUE = date(2026, 12, 15)


def start_errand(region: Any, title: str, *, by: Actor) -> Errand:
    """Make an errand and send it on its way."""
    errand = Errand(region=region, title=title, kind="errand", created_by_id=by.user_id)
    errand.number = numbering.next_number(region, 2026)
    errand.save()
    participants.admit(errand, [region], Grade.ROUTES)
    change_state(errand, "start_errand", by=by, permission="accept_report", party=region)
    flows.start(errand, ErrandFlow, by=by)
    return errand


def triage_errand(errand: Errand, *, by: Actor) -> Errand:
    """An ordinary step: the state moves, and the flow with it."""
    return _step(errand, "triage_errand", "accept_report", by)


def ask_errand(errand: Errand, parties: Sequence[int], *, by: Actor) -> Errand:
    """Ask many at once."""
    with transitions.locked(errand) as errand:
        participants.admit(errand, parties, Grade.ASKED)
        replies = Reply.objects.bulk_create(Reply(case=errand, party_id=party) for party in parties)
        change_state(errand, "ask_errand", by=by, permission="ask_partners", party=errand.region_id)
        step_done(errand, "ask_errand", by=by)
        openings = [Opening(party=row.party_id, subject=row.pk, due=DUE) for row in replies]
        assignments.open_many(errand, "reply_errand", openings, permission="answer_invitation")
        return errand


def reply_errand(reply: Reply, choice: str, *, by: Actor) -> Reply:
    """One party's part: its own record moves, the flow does not."""
    with transitions.locked(Errand(pk=reply.case_id)) as errand:
        if errand.state != "invitation":
            raise Stale(errand)
        reply = Reply.objects.get(pk=reply.pk)
        reply.case = errand
        reply.choice = choice
        change_state(
            reply,
            "reply_errand",
            by=by,
            permission="answer_invitation",
            party=reply.party_id,
            fields=("choice",),
            data={"choice": choice},
        )
        assignments.close_step(errand, "reply_errand", by=by, subject=reply.pk)
        return reply


def decide_errand(errand: Errand, *, by: Actor) -> Errand:
    """The region decides, whoever has not replied; it says how many had."""
    with transitions.locked(errand) as errand:
        assignments.withdraw_step(errand, "reply_errand", by=by)
        replied = Reply.objects.filter(case_id=errand.pk, state="replied").count()
        return _step(errand, "decide_errand", "close_invitation", by, replies=replied)


def end_errand(errand: Errand, *, by: Actor) -> Errand:
    """The last step."""
    return _step(errand, "end_errand", "close_case", by)


def _step(errand: Errand, deed: str, permission: str, by: Actor, **data: int) -> Errand:
    with transitions.locked(errand) as errand:
        change_state(errand, deed, by=by, permission=permission, party=errand.region_id, data=data)
        step_done(errand, deed, by=by)
        return errand
