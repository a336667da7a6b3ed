"""A case as it was: its entries folded up to a moment. The engine folds its part, and each layer above its own."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from workflow import participants, versions
from workflow.as_of_folds import FOLDS
from workflow.flow_graph import step_of
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


@dataclass(frozen=True)
class Before:
    """What waited before the run of an entry that moved the case, and when it was moved, from which state."""

    entry: HistoryEntry
    here: str
    waiting: Mapping[tuple[str, int, Any], int | None]


@dataclass
class Seen:
    """What a fold has seen so far. `waiting` maps (step, party, what it is about) to the person named, if any.

    `subjects` names what a step is about by the key of its child record, where the two differ. `version` is the one of
    the flow that the case began on; `deeds` are those that do a step which had another name in an earlier version.
    `run` is the run that is being folded, with what waited before it; `before` holds the same for each entry that moved
    the case, by sequence.
    """

    region_id: int
    parts: dict[str, Any]
    state: str = "draft"
    on_hold: bool = False
    grades: dict[int, int] = field(default_factory=dict)
    waiting: dict[tuple[str, int, Any], int | None] = field(default_factory=dict)
    subjects: dict[tuple[str, int], Any] = field(default_factory=dict)
    flow: type[CaseFlow] | None = None
    version: int = 1
    deeds: dict[str, set[str]] = field(default_factory=dict)
    here: str = ""
    run: tuple[int | None, str, dict[tuple[str, int, Any], int | None]] = (None, "", {})
    before: dict[int, Before] = field(default_factory=dict)

    def admit(self, parties: Iterable[int], grade: int) -> None:
        """As `participants.admit`: a grade is never lowered."""
        for party in parties:
            self.grades[party] = max(self.grades.get(party, 0), int(grade))

    def set_grade(self, party: int, grade: int) -> None:
        """As `participants.set_grade`: of one that takes part in the case already."""
        if party in self.grades:
            self.grades[party] = int(grade)

    def open(
        self, step: str, party: int, *, about: Any = None, person: int | None = None, subject: int | None = None
    ) -> None:
        """Let a step wait for a party. `subject` is its child record's key, where it is about something else."""
        self.waiting[step, party, about] = person
        if subject is not None:
            self.subjects[step, subject] = about

    def close(self, step: str, *, party: int | None = None, about: Any = None) -> None:
        """Let a step wait no more, for all or for one party, or for what it is about."""
        for row in list(self.waiting):
            if row[0] == step and party in (None, row[1]) and about in (None, row[2]):
                del self.waiting[row]

    def hand(
        self, step: str, *, person: int | None, party: int, held_by: int | None, subject: int | None = None
    ) -> None:
        """Name another person for a step of a party, or nobody.

        Found by what it is about, by its child record; else it is the first that the one had who had it.
        """
        about = self.subjects.get((step, subject), subject) if subject is not None else None
        row = (step, party, about)
        if row not in self.waiting:
            found = (row for row, named in self.waiting.items() if row[:2] == (step, party) and named == held_by)
            row = next(found, None)
        if row is not None:
            self.waiting[row] = person

    def move(self, steps: Iterable[str], party: int) -> None:
        """Let what waits at some steps wait for another party."""
        for step, was, about in list(self.waiting):
            if step in steps:
                self.waiting[step, party, about] = self.waiting.pop((step, was, about))

    def start(self, flow: type[CaseFlow]) -> None:
        """Begin a flow, in the version that the case began on: it waits at its first step."""
        self.flow = versions.VERSIONS.get(f"{flow.flow_name}:{self.version}", flow)
        self.follow(self.flow.instance.node("start"))

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

    def go_on_from(self, ended: int) -> None:
        """Let wait again what waited when an entry ended the case, as `undoing.let_go_on`."""
        before = self.before[ended]
        if before.entry.run is not None:
            self.here = before.here
            self.waiting |= before.waiting
        else:
            self.reopen_at(before.here)

    def land(self, old: str, new: str) -> None:
        """Let an open step wait where another version has it, as `moving.carry`; for whom it did, if that is gone."""
        self.here = new if self.here == old else self.here
        had = {row[1]: self.waiting.pop(row) for row in list(self.waiting) if (row[0], row[2]) == (old, None)}
        node = step_of(self.flow, new)
        if node is None:
            self.waiting |= {(new, party, None): person for party, person in had.items()}
        elif node.party:
            party = node.party(self.as_case())
            party = getattr(party, "pk", party)
            self.open(new, party, person=had.get(party))

    def pass_step(self) -> None:
        """The step where the flow waits is done."""
        self.close(self.here)
        self.follow(getattr(self.flow.instance.node(self.here), "_next", None))

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
    moves = {move.name for move in case.get_all_state_transitions()}
    rows = list(HistoryEntry.objects.filter(case_id=case.pk).order_by("sequence"))
    entries = [row for row in rows if moment is None or row.happened_at <= moment]
    seen = Seen(case.region_id, {part.name: part.begin() for part in _parts}, version=first_version(case, rows))
    texts = texts_of(case, eyes)
    gone = undone(entries)
    for entry in entries:
        if entry.sequence not in gone:
            fold(seen, entry, texts.get(entry.pk, {}), moves)
    return CaseAsOf(
        state=seen.state,
        on_hold=seen.on_hold,
        turns=in_order(Turn(step, party, person) for (step, party, _about), person in seen.waiting.items()),
        grades=seen.grades,
        parts=seen.parts,
        entries=len(entries),
    )


def undone(entries: Iterable[HistoryEntry]) -> set[int]:
    """The sequences of the entries that were taken back. Nothing was built on them, so the rest stands without them."""
    return {sequence for entry in entries if entry.deed == "undo_step" for sequence in entry.data["entries"]}


def first_version(case: Case, rows: Iterable[HistoryEntry]) -> int:
    """The version of its flow that a case began on."""
    return next((row.data["from"] for row in rows if row.deed == "move_flow"), case.flow_version)


def fold(seen: Seen, entry: HistoryEntry, said: Said, moves: set[str]) -> None:
    """Let one entry change what was seen: the state, what the layers know, and where the flow waits."""
    if entry.run is None or entry.run != seen.run[0]:
        seen.run = (entry.run, seen.here, dict(seen.waiting))
    if entry.to_state and entry.deed in moves:
        seen.before[entry.sequence] = Before(entry, *seen.run[1:])
        seen.state = entry.to_state
    if entry.deed in FOLDS:
        FOLDS[entry.deed](seen, entry)
    for part in _parts:
        if entry.deed in part.folds:
            part.folds[entry.deed](seen, seen.parts[part.name], entry, said)
    if entry.deed in (seen.here, *seen.deeds.get(seen.here, ())):
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
