"""A case as it was: its entries folded up to a moment. The engine folds its part, and each layer above its own."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from workflow import participants
from workflow.flows import CaseFlow
from workflow.models import Assignment, Case, HistoryEntry, HistoryText
from workflow.nodes import Choice, Step
from workflow.visibility import Eyes

Said = Mapping[str, str | None]  # the texts of an entry by name; None where one was erased


@dataclass(frozen=True)
class Turn:
    """Something that waits: the step, the party by key, and the person when one is named."""

    step: str
    party: int
    person: int | None = None


@dataclass(frozen=True)
class CaseAsOf:
    """What was true of a case: rebuilt from its history (`as_of`), or read from the tables (`live`).

    `grades` are those of the participants, by party. `parts` is what each layer knows, by the layer's name. `entries`
    says how many entries it rests on; it is no part of what is compared.
    """

    state: str
    on_hold: bool
    turns: tuple[Turn, ...]
    grades: Mapping[int, int]
    parts: Mapping[str, Any]
    entries: int = field(default=0, compare=False)

    @classmethod
    def live(cls, case: Case) -> "CaseAsOf":
        """The record as the tables hold it now. The actor must see the whole case."""
        case = type(case).objects.get(pk=case.pk)
        rows = Assignment.objects.filter(case_id=case.pk, state=Assignment.State.OPEN)
        return cls(
            state=case.state,
            on_hold=case.on_hold_since is not None,
            turns=in_order(Turn(row.step, row.party_id, row.person_id) for row in rows),
            grades={party: grade for (_case, party), grade in participants.grades([case]).items()},
            parts={part.name: part.live(case) for part in _parts},
        )


def in_order(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Turns in a fixed order."""
    return tuple(sorted(turns, key=lambda turn: (turn.step, turn.party, turn.person or 0)))


@dataclass
class Seen:
    """What a fold has seen so far. `waiting` maps (step, party, what it is about) to the person named, if any."""

    region_id: int
    parts: dict[str, Any]
    state: str = "draft"
    on_hold: bool = False
    grades: dict[int, int] = field(default_factory=dict)
    waiting: dict[tuple[str, int, Any], int | None] = field(default_factory=dict)
    flow: type[CaseFlow] | None = None
    here: str = ""

    def admit(self, parties: Iterable[int], grade: int) -> None:
        """As `participants.admit`: a grade is never lowered."""
        for party in parties:
            self.grades[party] = max(self.grades.get(party, 0), int(grade))

    def set_grade(self, party: int, grade: int) -> None:
        """As `participants.set_grade`: of one that takes part in the case already."""
        if party in self.grades:
            self.grades[party] = int(grade)

    def open(self, step: str, party: int, *, about: Any = None, person: int | None = None) -> None:
        """Let a step wait for a party."""
        self.waiting[step, party, about] = person

    def close(self, step: str, *, party: int | None = None, about: Any = None) -> None:
        """Let a step wait no more, for all or for one party, or for what it is about."""
        for row in list(self.waiting):
            if row[0] == step and party in (None, row[1]) and about in (None, row[2]):
                del self.waiting[row]

    def hand(self, step: str, *, person: int | None, about: Any = None, held_by: int | None = None) -> None:
        """Name another person for a step, or nobody: found by what it is about, or by the one who was named."""
        for row, named in self.waiting.items():
            if row[0] == step and about in (None, row[2]) and held_by in (None, named):
                self.waiting[row] = person

    def move(self, steps: Iterable[str], party: int) -> None:
        """Let what waits at some steps wait for another party."""
        for step, was, about in list(self.waiting):
            if step in steps:
                self.waiting[step, party, about] = self.waiting.pop((step, was, about))

    def start(self, flow: type[CaseFlow]) -> None:
        """Begin a flow: it waits at its first step."""
        self.flow = flow
        self.follow(flow.instance.node("start"))

    def stop(self) -> None:
        """End the flow where it is: nothing waits any more."""
        self.here = ""
        self.waiting.clear()

    def reopen_at(self, step: str, *, keep_parts: bool = False) -> None:
        """Let the flow wait at another step, as `flows.reopen_at`."""
        if keep_parts:
            self.close(self.here)
        else:
            self.waiting.clear()
        self.follow(self.flow.instance.node(step))

    def pass_step(self) -> None:
        """The step where the flow waits is done."""
        self.close(self.here)
        self.follow(self.flow.instance.node(self.here)._next)

    def follow(self, node: Any) -> None:
        """Walk from a node to where the flow waits next; its conditions are asked of what was true then."""
        case = self.as_case()
        self.here = ""
        while node is not None:
            if isinstance(node, Step):
                self.here = node.name
                if node.party:
                    party = node.party(case)
                    self.open(node.name, getattr(party, "pk", party))
                return
            if isinstance(node, Choice):
                node = next(then for then, holds in node._branches if holds is None or holds(case))
            else:
                node = getattr(node, "_next", None)

    def as_case(self) -> SimpleNamespace:
        """What the nodes of a flow ask of a case, as it was then."""
        known = {"region_id": self.region_id, "state": self.state}
        for part in _parts:
            known |= part.as_case(self.parts[part.name])
        return SimpleNamespace(**known)


Fold = Callable[[Seen, Any, HistoryEntry, Said], None]


@dataclass(frozen=True)
class Part:
    """A layer's own part of the record.

    `begin` makes it empty, `folds` says by the name of a deed how an entry changes it (seen, own part, entry, texts),
    `live` reads it from the tables, and `as_case` gives what the nodes of a flow ask of it.
    """

    name: str
    begin: Callable[[], Any]
    folds: Mapping[str, Fold]
    live: Callable[[Any], Any]
    as_case: Callable[[Any], dict[str, Any]] = lambda part: {}


_parts: list[Part] = []


def register(part: Part) -> None:
    """Add a layer's part, once."""
    if part not in _parts:
        _parts.append(part)


def as_of(case: Case, moment: datetime | None = None, *, eyes: Eyes | None = None) -> CaseAsOf:
    """A case as it was at a moment (both it and all before it); now, without one.

    With `eyes` only texts that the reader may read are in it. `case` must be of the class that moves it, for its
    transitions tell which entries moved the case itself. Two queries, whatever the case holds.
    """
    seen = Seen(case.region_id, {part.name: part.begin() for part in _parts})
    moves = {move.name for move in case.get_all_state_transitions()}
    rows = HistoryEntry.objects.filter(case_id=case.pk).order_by("sequence")
    entries = [row for row in rows if moment is None or row.happened_at <= moment]
    texts = texts_of(case, eyes)
    for entry in entries:
        fold(seen, entry, texts.get(entry.pk, {}), moves)
    return CaseAsOf(
        state=seen.state,
        on_hold=seen.on_hold,
        turns=in_order(Turn(step, party, person) for (step, party, _about), person in seen.waiting.items()),
        grades=seen.grades,
        parts=seen.parts,
        entries=len(entries),
    )


def fold(seen: Seen, entry: HistoryEntry, said: Said, moves: set[str]) -> None:
    """Let one entry change what was seen: the state, what the layers know, and where the flow waits."""
    if entry.to_state and entry.deed in moves:
        seen.state = entry.to_state
    for part in _parts:
        if entry.deed in part.folds:
            part.folds[entry.deed](seen, seen.parts[part.name], entry, said)
    if entry.deed == seen.here:
        seen.pass_step()


def texts_of(case: Case, eyes: Eyes | None) -> dict[int, dict[str, str | None]]:
    """The texts of a case by entry and name, each in its newest version; None for an erased one. One query."""
    rows = HistoryText.objects.filter(case_id=case.pk)
    if eyes is not None:
        rows = rows.filter(eyes.readable(author="entry__actor_id"))
    found: dict[int, dict[str, str | None]] = defaultdict(dict)
    for row in rows.order_by("entry_id", "version"):
        found[row.entry_id][row.name] = None if row.erased_at else row.text
    return found
