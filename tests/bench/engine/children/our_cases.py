"""How a case goes in our engine: start, triage, ask, reply, decide, end."""

from collections.abc import Iterator
from typing import Any

from protocol import Step

from tests.errand import actions
from tests.errand.models import Errand, Reply
from workflow.actors import SYSTEM
from workflow.context import acting_as


def case(field: Any, parties: int, made: list[Errand] | None = None) -> Iterator[Step]:
    """The steps of one case. The case itself is put into `made`."""
    made = [] if made is None else made
    asked, kari = field.asked(parties), field.coordinator
    keys = [party for _, party in asked]
    yield "start", lambda: made.append(field.do(kari, actions.start_errand, field.region.party, field.title()))
    yield "triage", lambda: field.do(kari, actions.triage_errand, made[0])
    yield "ask", lambda: field.do(kari, actions.ask_errand, made[0], keys)
    with acting_as(SYSTEM):
        by_party = {reply.party_id: reply for reply in Reply.objects.filter(case_id=made[0].pk)}
    for person, party in asked:
        yield "reply", lambda person=person, party=party: field.do(person, actions.reply_errand, by_party[party], "yes")
    yield "decide", lambda: field.do(kari, actions.decide_errand, made[0])
    yield "end", lambda: field.do(kari, actions.end_errand, made[0])


def forever(field: Any, parties: int) -> Iterator[tuple[Any, str]]:
    """Case after case; tells the case and the step when the step is confirmed."""
    while True:
        made: list[Errand] = []
        for name, deed in case(field, parties, made):
            deed()
            yield made[0].pk, name
