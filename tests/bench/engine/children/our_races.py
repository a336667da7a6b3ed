"""The races of our engine: last replies at once, one step sent twice, an answer against the close."""

from collections.abc import Callable
from typing import Any

from django.db import connections
from protocol import Race, together

from tests.bench.engine.children.our_kills import kill
from tests.errand import actions
from tests.errand.models import Errand, Reply
from workflow import flows, history
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Assignment, HistoryEntry


def races(field: Any) -> dict[str, Race]:
    """The races by name, in a region with its people."""
    return {
        "siblings": lambda size: siblings(field, size),
        "double": lambda size: double(field, size),
        "double_reply": lambda size: double_reply(field, size),
        "close": lambda size: against_close(field, size),
        "kill": lambda _size: kill(field),
    }


def opened(field: Any, size: int) -> tuple[Errand, list[Callable[[], Any]]]:
    """A case that waits for so many replies, and the deed of each."""
    asked = field.asked(size)
    errand = field.do(field.coordinator, actions.start_errand, field.region.party, field.title())
    field.do(field.coordinator, actions.triage_errand, errand)
    field.do(field.coordinator, actions.ask_errand, errand, [party for _, party in asked])
    with acting_as(SYSTEM):
        by_party = {reply.party_id: reply for reply in Reply.objects.filter(case_id=errand.pk)}
    return errand, [
        lambda person=person, party=party: field.do(person, actions.reply_errand, by_party[party], "yes")
        for person, party in asked
    ]


def written(errand: Errand, deed: str) -> int:
    """How often a deed stands in the history of a case, which must hold as a chain."""
    with acting_as(SYSTEM):
        assert not history.verify(errand.pk), "the history does not hold"
        return HistoryEntry.objects.filter(case_id=errand.pk, deed=deed).count()


def open_rows(errand: Errand, step: str) -> int:
    """The rows of a step that are open in somebody's inbox."""
    with acting_as(SYSTEM):
        return Assignment.objects.filter(case_id=errand.pk, step=step, state="open").count()


def replied(errand: Errand) -> int:
    """How many have replied."""
    with acting_as(SYSTEM):
        return Reply.objects.filter(case_id=errand.pk, state="replied").count()


def can_end(field: Any, errand: Errand, *, decided: bool = False) -> bool:
    """Whether the case comes to its end, through steps that are open once each."""
    with acting_as(SYSTEM):
        waits = flows.waits_at(errand, "end_errand" if decided else "decide_errand")
    if not waits:
        return False
    if not decided:
        field.do(field.coordinator, actions.decide_errand, errand)
    field.do(field.coordinator, actions.end_errand, errand)
    with acting_as(SYSTEM):
        return not Assignment.objects.filter(case_id=errand.pk, state="open").exists()


def siblings(field: Any, size: int) -> dict[str, int]:
    """All last replies at the same moment: each counts once, and the case goes on."""
    errand, deeds = opened(field, size)
    said = together(deeds, connections.close_all)
    entries, held = written(errand, "reply_errand"), replied(errand)
    stuck = open_rows(errand, "reply_errand") or open_rows(errand, "decide_errand") != 1 or not can_end(field, errand)
    return {
        "stuck": int(bool(stuck)),
        "doubled": max(0, entries - size),
        "lost": max(0, said.count("done") - min(held, entries)),
        "refused": size - said.count("done"),
    }


def double(field: Any, size: int) -> dict[str, int]:
    """The step that asks, sent in many times at the same moment: done once."""
    asked = [party for _, party in field.asked(2)]
    errand = field.do(field.coordinator, actions.start_errand, field.region.party, field.title())
    field.do(field.coordinator, actions.triage_errand, errand)
    said = together(
        [lambda: field.do(field.coordinator, actions.ask_errand, errand, asked)] * size, connections.close_all
    )
    entries = written(errand, "ask_errand")
    stuck = open_rows(errand, "reply_errand") != 2 or open_rows(errand, "decide_errand") != 1
    return {
        "stuck": int(stuck),
        "doubled": max(0, max(entries, said.count("done")) - 1),
        "lost": int(entries == 0),
        "refused": size - said.count("done"),
    }


def double_reply(field: Any, size: int) -> dict[str, int]:
    """One reply, sent in many times at the same moment: counted once."""
    errand, deeds = opened(field, 2)
    said = together([deeds[0]] * size, connections.close_all)
    entries = written(errand, "reply_errand")
    return {
        "stuck": int(open_rows(errand, "reply_errand") != 1),
        "doubled": max(0, max(entries, said.count("done")) - 1),
        "lost": int(replied(errand) != 1),
        "refused": size - said.count("done"),
    }


def against_close(field: Any, size: int) -> dict[str, int]:
    """Replies against the decision that closes the question: each is counted or refused, and nothing stays open."""
    errand, deeds = opened(field, size)
    said = together([lambda: field.do(field.coordinator, actions.decide_errand, errand), *deeds], connections.close_all)
    replies = said[1:].count("done")
    stuck = open_rows(errand, "reply_errand") or said[0] != "done" or not can_end(field, errand, decided=True)
    entries = written(errand, "reply_errand")
    return {
        "stuck": int(bool(stuck)),
        "doubled": max(0, entries - replies) + max(0, written(errand, "decide_errand") - 1),
        "lost": max(0, replies - min(replied(errand), entries)),
        "refused": size - replies,
    }
