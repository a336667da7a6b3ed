"""Anchors: once a day a root over the heads of all chains, so that a chain that was cut short is found out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from workflow import clock
from workflow.actors import SYSTEM, Actor
from workflow.context import acting_as, machine_acts
from workflow.history import Broken
from workflow.history_tree import Tree, leaf_of
from workflow.models import Anchor, AnchoredHead, Case

LOCK = 7017
MOVED = """
    INSERT INTO workflow_anchoredhead (anchor_id, case_id, sequence, hash)
    SELECT %(anchor)s, head.case_id, head.sequence, head.hash
    FROM (
        SELECT DISTINCT ON (case_id) case_id, sequence, hash FROM workflow_historyentry
        ORDER BY case_id, sequence DESC
    ) AS head
    LEFT JOIN (
        SELECT DISTINCT ON (case_id) case_id, sequence, hash FROM workflow_anchoredhead
        ORDER BY case_id, anchor_id DESC
    ) AS before USING (case_id)
    WHERE (before.sequence, before.hash) IS DISTINCT FROM (head.sequence, head.hash)
"""
LOST = """
    SELECT h.case_id, h.sequence, CASE WHEN e.id IS NULL THEN 'cut' ELSE 'anchor' END
    FROM workflow_anchoredhead h
    LEFT JOIN workflow_historyentry e ON e.case_id = h.case_id AND e.sequence = h.sequence
    WHERE e.hash IS DISTINCT FROM h.hash AND (%(case)s::uuid IS NULL OR h.case_id = %(case)s::uuid)
    ORDER BY h.case_id, h.sequence
"""


class Grown:
    """The tree of the anchors as they were made, one after the other: a case's place is that of its first anchor."""

    def __init__(self) -> None:
        self.tree = Tree()
        self.places: dict[object, int] = {}

    def add(self, head: AnchoredHead) -> None:
        """Put a head where its case stands."""
        place = self.places.setdefault(head.case_id, len(self.places))
        self.tree.put(place, leaf_of(head.case_id, head.sequence, head.hash))


@dataclass(frozen=True)
class WrongRoot:
    """An anchor whose root is not that of its heads: they, or the root, are not as they were made."""

    day: date
    anchor: int

    def __str__(self) -> str:
        return f"anchor of {self.day.isoformat()}: root"


@dataclass(frozen=True)
class Proof:
    """How the head of one case is proven: leaf, path and root, to be checked on paper without this database."""

    day: date
    root: str
    sequence: int
    hash: str
    leaf: str
    path: tuple[tuple[str, str], ...]


def heads(upto: int | None = None) -> Iterator[AnchoredHead]:
    """The heads of all anchors, or of those up to one, in the order that they were put into the tree."""
    rows = AnchoredHead.objects.order_by("anchor_id", "case_id")
    if upto is not None:
        rows = rows.filter(anchor_id__lte=upto)
    return rows.iterator(chunk_size=5000)


def grown(upto: int | None = None) -> Grown:
    """The tree as it stood at an anchor; without one as it stands now. The actor must see all cases."""
    found = Grown()
    for head in heads(upto):
        found.add(head)
    return found


def make(*, by_hand: bool = True) -> Anchor:
    """Make an anchor now. Without `by_hand` it is the one of the day. The actor must be the machine.

    Only heads that have moved since the last anchor are kept; the root is over all.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("SELECT nextval(pg_get_serial_sequence('workflow_anchor', 'id'))")
        (key,) = cursor.fetchone()
        cursor.execute(MOVED, {"anchor": key})
        tree = grown(key)
        return Anchor.objects.create(
            pk=key,
            day=clock.today(),
            made_at=clock.now(),
            by_hand=by_hand,
            cases=len(tree.places),
            root=tree.tree.root,
        )


def make_daily() -> int:
    """The chore of each day: make its anchor, if there is none yet. Returns how many were made."""
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if Anchor.objects.filter(day=clock.today(), by_hand=False).exists():
            return 0
        make(by_hand=False)
        return 1


def proof(case: Case, *, by: Actor) -> Proof | None:
    """How the newest anchored head of a case is proven; None before the first anchor that holds the case.

    `by` acts again afterwards: only the machine sees all the leaves, and nothing of them leaves here but digests.
    """
    head = AnchoredHead.objects.filter(case_id=case.pk).order_by("-anchor_id").first()
    if head is None:
        return None
    with machine_acts(SYSTEM, restore=by):
        anchor = Anchor.objects.order_by("-pk").first()
        found = grown(anchor.pk)
    return Proof(
        day=anchor.day,
        root=anchor.root,
        sequence=head.sequence,
        hash=head.hash,
        leaf=leaf_of(case.pk, head.sequence, head.hash),
        path=tuple(found.tree.path(found.places[case.pk])),
    )


def lost(case_id: object = None) -> list[Broken]:
    """Where a chain is shorter than an anchor knew it (`cut`), or holds another entry there (`anchor`). One query."""
    with connection.cursor() as cursor:
        cursor.execute(LOST, {"case": case_id})
        return [Broken(*row) for row in cursor.fetchall()]


def wrong_roots() -> list[WrongRoot]:
    """The anchors whose root does not follow from their heads, the oldest first. The actor must see all cases."""
    wrong, found, rows = [], Grown(), heads()
    head = next(rows, None)
    for anchor in Anchor.objects.order_by("pk").iterator():
        while head is not None and head.anchor_id <= anchor.pk:
            found.add(head)
            head = next(rows, None)
        if (anchor.root, anchor.cases) != (found.tree.root, len(found.places)):
            wrong.append(WrongRoot(anchor.day, anchor.pk))
    return wrong
