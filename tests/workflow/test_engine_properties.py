"""The engine under random deeds, legal and illegal, by anybody: what must hold afterwards holds after each of them."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.errand import actions
from tests.errand.models import Errand, Reply
from tests.personas import Cast
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.history import verify
from workflow.models import Assignment, HistoryEntry
from workflow.transitions import Stale

MEMBERS = {"ola": "Rollag", "ingrid": "Kongsberg", "tor": "Notodden"}
PEOPLE = ("kari", "ola", "ingrid", "tor", "dag", "siri", "mona", "per")
ORDER = ("reported", "accepted", "invitation", "commitment", "closed")
TURN = dict(zip(ORDER, ("triage_errand", "ask_errand", "decide_errand", "end_errand"), strict=False))
NEXT = {deed: state for state, deed in TURN.items()}

people = st.sampled_from(PEOPLE)
members = st.sampled_from(sorted(MEMBERS))


class Errands(RuleBasedStateMachine):
    """One errand at a time; the model is a state, and who has replied."""

    cast: Cast

    @initialize(asked=st.sets(members, min_size=1))
    def start(self, asked: set[str]) -> None:
        """Kari sends an errand on its way."""
        self.errand = self.cast.do("kari", actions.start_errand, self.cast.party("Kongsbergregionen"), "Random")
        self.asked, self.state, self.deeds = asked, "reported", ["start_errand"]
        self.replied: set[str] = set()
        self.replies: dict[str, Reply] = {}

    def attempt(self, who: str, deed: Any, *args: Any) -> bool:
        """Whether a deed took effect; a refusal leaves nothing behind."""
        try:
            with transaction.atomic():
                self.cast.do(who, deed, *args)
        except (PermissionDenied, Http404, Stale):
            return False
        self.deeds.append(deed.__name__)
        return True

    @rule(who=people, deed=st.sampled_from(sorted(NEXT)))
    def step(self, who: str, deed: str) -> None:
        """Anybody tries any step: it goes through for the coordinator, in its own state, and for nobody else."""
        parties = [self.cast.party(MEMBERS[name]).pk for name in sorted(self.asked)]
        args = [parties] if deed == "ask_errand" else []
        done = self.attempt(who, getattr(actions, deed), self.errand, *args)
        assert done == (who == "kari" and self.state == NEXT[deed]), (who, deed, self.state)
        if done:
            self.state = ORDER[ORDER.index(self.state) + 1]
        if done and deed == "ask_errand":
            with acting_as(SYSTEM):
                rows = {row.party_id: row for row in Reply.objects.filter(case_id=self.errand.pk)}
            self.replies = {name: rows[self.cast.party(MEMBERS[name]).pk] for name in self.asked}

    @rule(who=people, party=members)
    def reply(self, who: str, party: str) -> None:
        """Anybody tries to reply for any party: one's own, asked, once, while the question is open."""
        row = self.replies.get(party)
        if row is None:
            return
        done = self.attempt(who, actions.reply_errand, row, "yes")
        own = who == party or (who == "dag" and party == "ola")
        assert done == (own and self.state == "invitation" and party not in self.replied), (who, party, self.state)
        if done:
            self.replied.add(party)

    @invariant()
    def holds(self) -> None:
        """One state; one open task for each party and step; a whole history; somebody's turn while it is open."""
        with acting_as(SYSTEM):
            errand = Errand.objects.get(pk=self.errand.pk)
            open_rows = list(
                Assignment.objects.filter(case_id=errand.pk, state="open").values_list("step", "party__name")
            )
            entries = list(HistoryEntry.objects.filter(case_id=errand.pk).order_by("sequence"))
            assert verify(errand.pk) == []
        assert errand.state == self.state
        assert len(open_rows) == len(set(open_rows))
        assert [entry.deed for entry in entries] == self.deeds
        assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))
        turn = [TURN[self.state]] if self.state in TURN else []
        assert [step for step, _party in open_rows if step != "reply_errand"] == turn
        waiting = {MEMBERS[name] for name in self.asked - self.replied} if self.state == "invitation" else set()
        assert {party for step, party in open_rows if step == "reply_errand"} == waiting
        routed = {entry.deed for entry in entries if entry.capacity == "coordinator"}
        assert routed == {deed for deed in self.deeds if deed != "reply_errand"}


@pytest.mark.parametrize("examples", [15, pytest.param(400, marks=pytest.mark.prove)])
def test_engine_holds_under_random_deeds(examples: int, cast: Cast) -> None:
    """Many random walks of up to thirty deeds each."""
    Errands.cast = cast
    run_state_machine_as_test(
        Errands,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            database=None,
            derandomize=examples < 100,
            suppress_health_check=list(HealthCheck),
        ),
    )
