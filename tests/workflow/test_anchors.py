"""Anchors: a chain that was cut short is found out, and whoever holds the paper can reckon the root."""

import random

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction

from suksit.cases.actions import comment_case
from suksit.cases.models import ChangeCase
from suksit.changes.assessment import accept_report
from tests.walk import Walker
from workflow import anchors, clock, history
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.database import OWNER
from workflow.history_tree import EMPTY, Tree, climbed, joined
from workflow.models import Anchor, AnchoredHead, HistoryEntry

LEAVES = [f"{number:064x}" for number in range(300)]


def whole_root(leaves: list[str]) -> str:
    """The root by RFC 6962's own recursion, whose odd node goes up as it is."""
    if not leaves:
        return EMPTY
    row = leaves
    while len(row) > 1:
        row = [joined(*row[at : at + 2]) if at + 1 < len(row) else row[at] for at in range(0, len(row), 2)]
    return row[0]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 33, 300])
def test_tree_grows_to_the_same_root_as_one_made_whole(count: int) -> None:
    """Leaf by leaf, and with leaves changed on the way; every path leads to the root."""
    tree, leaves, dice = Tree(), [], random.Random(count)
    for leaf in LEAVES[:count]:
        tree.put(len(leaves), leaf)
        leaves.append(leaf)
        changed = dice.randrange(len(leaves))
        leaves[changed] = f"{dice.getrandbits(256):064x}"
        tree.put(changed, leaves[changed])
        assert tree.root == whole_root(leaves)
    assert tree.root == whole_root(leaves)
    assert all(climbed(leaf, tree.path(place)) == tree.root for place, leaf in enumerate(leaves))


def test_a_wrong_leaf_does_not_climb_to_the_root() -> None:
    """Nor does the right one from another place."""
    tree = Tree()
    for place, leaf in enumerate(LEAVES[:5]):
        tree.put(place, leaf)
    assert climbed(LEAVES[9], tree.path(2)) != tree.root
    assert climbed(LEAVES[2], tree.path(3)) != tree.root


@pytest.fixture
def cases(walker: Walker) -> list[ChangeCase]:
    """Three cases with some history."""
    return [walker.to(state) for state in ("reported", "assessment", "accepted")]


@pytest.fixture
def anchor(cases: list[ChangeCase]) -> Anchor:
    """Anchored."""
    with acting_as(SYSTEM):
        return anchors.make()


def test_anchor_is_over_the_heads_of_all_chains(walker: Walker, cases: list[ChangeCase], anchor: Anchor) -> None:
    """Of three; and what a case's paper says leads to the root."""
    assert (anchor.cases, len(anchor.root)) == (3, 64)
    for case in cases:
        proof = walker.cast.see("kari", lambda actor, case=case: anchors.proof(case, by=actor))
        head = walker.see(lambda case=case: case.history.order_by("-sequence").first())
        assert (proof.sequence, proof.hash, proof.root, proof.day) == (
            head.sequence,
            head.hash,
            anchor.root,
            anchor.day,
        )
        assert climbed(proof.leaf, proof.path) == anchor.root
    assert walker.see(lambda: AnchoredHead.objects.count()) == 3


def test_next_anchor_keeps_only_what_has_moved(walker: Walker, cases: list[ChangeCase], anchor: Anchor) -> None:
    """One head more, and another root; the other cases' proofs lead to the new root too."""
    walker.assess(cases[0])
    with acting_as(SYSTEM):
        second = anchors.make()
        assert list(second.heads.values_list("case_id", "sequence")) == [(cases[0].pk, 2)]
        assert anchors.wrong_roots() == []
    assert second.root != anchor.root
    proof = walker.cast.see("kari", lambda actor: anchors.proof(cases[2], by=actor))
    assert climbed(proof.leaf, proof.path) == proof.root == second.root


def test_no_proof_before_the_first_anchor(walker: Walker, cases: list[ChangeCase]) -> None:
    """Nothing is claimed."""
    assert walker.cast.see("kari", lambda actor: anchors.proof(cases[0], by=actor)) is None


def test_daily_anchor_is_made_once_a_day(cases: list[ChangeCase], monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it is asked for, and although one was made by hand; the next day there is another."""
    with acting_as(SYSTEM):
        anchors.make()
    assert [anchors.make_daily() for _ in range(3)] == [1, 0, 0]
    tomorrow = clock.today().replace(day=1, month=clock.today().month % 12 + 1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    assert [anchors.make_daily() for _ in range(2)] == [1, 0]
    with acting_as(SYSTEM):
        assert Anchor.objects.filter(by_hand=False).count() == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE workflow_anchor SET root = ''",
        "DELETE FROM workflow_anchor",
        "TRUNCATE workflow_anchor CASCADE",
        "UPDATE workflow_anchoredhead SET sequence = 1",
        "DELETE FROM workflow_anchoredhead",
        "TRUNCATE workflow_anchoredhead",
    ],
)
def test_application_cannot_change_an_anchor(anchor: Anchor, statement: str) -> None:
    """It has no right to, whoever acts."""
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        acting_as(SYSTEM),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_person_cannot_make_an_anchor(walker: Walker, anchor: Anchor) -> None:
    """Only the machine does."""

    def forge() -> None:
        Anchor.objects.create(day=clock.today(), made_at=clock.now(), by_hand=True, cases=1, root="0" * 64)

    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        walker.see(forge)


def test_heads_of_other_regions_are_not_seen(walker: Walker, anchor: Anchor) -> None:
    """Per sees none; Kari sees hers."""
    assert walker.see(lambda: AnchoredHead.objects.count(), "per") == 0
    assert walker.see(lambda: AnchoredHead.objects.count(), "kari") == 3


def as_owner(*statements: str) -> None:
    """What an owner of the tables can do who takes the triggers away first."""
    with connections[OWNER].cursor() as cursor:
        for table in ("workflow_historyentry", "workflow_historytext", "workflow_anchor", "workflow_anchoredhead"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        for table in ("workflow_historyentry", "workflow_historytext", "workflow_anchor", "workflow_anchoredhead"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


LAST_OF = "(SELECT max(sequence) FROM workflow_historyentry e WHERE e.case_id = workflow_historyentry.case_id)"
CUT = (
    "DELETE FROM workflow_historytext WHERE entry_id IN"
    f" (SELECT id FROM workflow_historyentry WHERE sequence >= 3 AND sequence = {LAST_OF})",
    f"DELETE FROM workflow_historyentry WHERE sequence >= 3 AND sequence = {LAST_OF}",
)


@pytest.fixture
def committed(transactional_db: None, walker: Walker) -> ChangeCase:
    """A case with three entries, written for good, so that the owner's own connection sees it."""
    return walker.to("accepted")


@pytest.mark.django_db(transaction=True, databases=["default", OWNER])
def test_a_tail_cut_by_the_owner_is_found_only_by_the_anchor(
    committed: ChangeCase, capsys: pytest.CaptureFixture[str]
) -> None:
    """The chain that is left is whole in itself."""
    call_command("history", "anchor")
    day, count, root = capsys.readouterr().out.split()
    assert (day, count, len(root)) == (clock.today().isoformat(), "1", 64)
    call_command("history", "verify")
    assert capsys.readouterr().out == "3 entries hold, and 1 anchors.\n"
    as_owner(*CUT)
    with acting_as(SYSTEM):
        assert HistoryEntry.objects.count() == 2
        assert history.verify() == []
        (found,) = anchors.lost()
        assert (found.case_id, found.sequence, found.fault) == (committed.pk, 3, "cut")
    with pytest.raises(CommandError, match=f"case {committed.pk}, entry 3: cut"):
        call_command("history", "verify")
    with pytest.raises(CommandError, match="entry 3: cut"):
        call_command("history", "verify", "--case", committed.number)


@pytest.mark.django_db(transaction=True, databases=["default", OWNER])
def test_a_cut_with_no_anchor_after_it_was_written_stays_hidden(committed: ChangeCase) -> None:
    """What the anchor is for: without one the same cut is not seen."""
    as_owner(*CUT)
    with acting_as(SYSTEM):
        assert history.verify() == []
        assert anchors.lost() == []


@pytest.mark.django_db(transaction=True, databases=["default", OWNER])
def test_a_tail_cut_and_written_anew_is_found(walker: Walker, committed: ChangeCase) -> None:
    """The place holds another entry than the anchor knew."""
    with acting_as(SYSTEM):
        anchors.make()
    as_owner(*CUT, "UPDATE workflow_case SET state = 'assessment'")
    walker.do("kari", comment_case, committed, text="Noe nytt")
    with acting_as(SYSTEM):
        assert history.verify() == []
        (found,) = anchors.lost(committed.pk)
    assert (found.sequence, found.fault) == (3, "anchor")


@pytest.mark.django_db(transaction=True, databases=["default", OWNER])
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE workflow_historyentry SET data = '{\"x\": 1}' WHERE sequence = 2", "entry 2: entry"),
        ("UPDATE workflow_historyentry SET deed = 'reject_report' WHERE sequence = 3", "entry 3: entry"),
        ("UPDATE workflow_historytext SET text = 'Noe annet'", "entry 3: text"),
        ("DELETE FROM workflow_historytext", "entry 3: text"),
        ("DELETE FROM workflow_historyentry WHERE sequence = 2", "entry 3: order"),
        ("UPDATE workflow_anchoredhead SET sequence = 2", "entry 2: anchor"),
        ("UPDATE workflow_anchor SET root = repeat('0', 64)", "root"),
        ("DELETE FROM workflow_anchoredhead", "root"),
    ],
)
def test_what_the_owner_changes_is_found_and_named(
    transactional_db: None, walker: Walker, statement: str, words: str
) -> None:
    """Payload, text, row, and the anchor itself; the command exits 1."""
    walker.to("assessment")
    case = walker.see(lambda: ChangeCase.objects.get())
    walker.do("kari", accept_report, case, reason="Ja.")
    with acting_as(SYSTEM):
        anchors.make()
    as_owner(statement)
    with pytest.raises(CommandError, match=words):
        call_command("history", "verify")
