"""The engine's part of a case as it was: state, whose turn, who takes part, on an errand that knows no buying."""

from collections.abc import Iterator

import pytest

from tests.errand import actions
from tests.errand.flows import ErrandFlow
from tests.errand.later_versions import ErrandFlowV2, ErrandFlowV3
from tests.errand.models import Errand, Reply
from tests.personas import Cast
from tests.workflow.errands import assess
from workflow import as_of as folding
from workflow import claiming, clock, undoing, versions
from workflow.actors import SYSTEM
from workflow.as_of import CaseAsOf, Part, Said, Seen, Turn, as_of
from workflow.context import acting_as
from workflow.models import Assignment, Grade, HistoryEntry
from workflow.moving import move_case
from workflow.operations import reopen_step

Replies = dict[int, str]


def started(seen: Seen, known: Replies, entry: HistoryEntry, said: Said) -> None:
    """The region routes it."""
    seen.admit([seen.region_id], Grade.ROUTES)
    seen.start(ErrandFlow)


def replied(seen: Seen, known: Replies, entry: HistoryEntry, said: Said) -> None:
    """One party's part is done."""
    known[entry.party_id] = entry.data["choice"]
    seen.close("reply_errand", party=entry.party_id)


def live(errand: Errand) -> Replies:
    """What was replied."""
    return dict(Reply.objects.filter(case_id=errand.pk, state="replied").values_list("party_id", "choice"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> Iterator[list[int]]:
    """The errand's own part stands in for the product's; the parties that are asked."""
    parties = [cast.party(name).pk for name in ("Kongsberg", "Rollag")]

    def asking(seen: Seen, known: Replies, entry: HistoryEntry, said: Said) -> None:
        seen.admit(parties, Grade.ASKED)
        for party in parties:
            seen.open("reply_errand", party)

    def deciding(seen: Seen, known: Replies, entry: HistoryEntry, said: Said) -> None:
        seen.close("reply_errand")

    folds = {"start_errand": started, "ask_errand": asking, "reply_errand": replied, "decide_errand": deciding}
    monkeypatch.setattr(folding, "_parts", [Part("replies", dict, folds, live)])
    return parties


def test_errand_as_it_was_after_each_deed(cast: Cast, asked: list[int]) -> None:
    """Rebuilt equals live at each moment, and each moment can be asked for afterwards."""
    region = cast.region.party
    errand = cast.do("kari", actions.start_errand, region, "Et ærend")
    steps = [
        lambda: cast.do("kari", actions.triage_errand, errand),
        lambda: cast.do("kari", actions.ask_errand, errand, asked),
        lambda: cast.do("ola", actions.reply_errand, reply(errand, asked[1]), "yes"),
        lambda: cast.do("kari", actions.decide_errand, errand),
        lambda: cast.do("kari", actions.end_errand, errand),
    ]
    seen = []
    for step in steps:
        step()
        with acting_as(SYSTEM):
            record = CaseAsOf.live(errand)
            assert as_of(errand) == record
        seen.append((clock.now(), record))
    with acting_as(SYSTEM):
        assert [as_of(errand, moment) for moment, _record in seen] == [record for _moment, record in seen]
    states = [record.state for _moment, record in seen]
    assert states == ["accepted", "invitation", "invitation", "commitment", "closed"]
    assert seen[2][1].turns == (Turn("decide_errand", region.pk), Turn("reply_errand", asked[0]))
    assert seen[2][1].parts == {"replies": {asked[1]: "yes"}}
    assert seen[4][1].turns == ()


def reply(errand: Errand, party: int) -> Reply:
    """A party's reply."""
    with acting_as(SYSTEM):
        return Reply.objects.get(case=errand, party_id=party)


def test_before_the_first_entry_nothing_is_known(cast: Cast, asked: list[int]) -> None:
    """A draft, with nobody in it."""
    before = clock.now()
    errand = cast.do("kari", actions.start_errand, cast.region.party, "Et ærend")
    with acting_as(SYSTEM):
        assert as_of(errand, before) == CaseAsOf("draft", False, (), {}, {"replies": {}})


def same(errand: Errand) -> CaseAsOf:
    """The record, rebuilt and live being the same."""
    with acting_as(SYSTEM):
        errand = Errand.objects.get(pk=errand.pk)
        record = CaseAsOf.live(errand)
        assert as_of(errand) == record
        return record


def task_of(errand: Errand, step: str, party: int) -> Assignment:
    """What waits."""
    with acting_as(SYSTEM):
        return Assignment.objects.get(case=errand, step=step, party_id=party, state="open")


def test_who_had_a_task_is_known_at_each_moment(cast: Cast, asked: list[int]) -> None:
    """Taken, taken over, handed on, given back, and given back by the machine; in the record of each moment."""
    errand = cast.do("kari", actions.start_errand, cast.region.party, "Et ærend")
    cast.do("kari", actions.triage_errand, errand)
    cast.do("kari", actions.ask_errand, errand, asked)
    task, (ola, dag) = task_of(errand, "reply_errand", asked[1]), (cast.people["ola"].pk, cast.people["dag"].pk)
    steps = [
        lambda: cast.do("ola", claiming.claim_task, task),
        lambda: cast.do("dag", claiming.claim_task, task, seen=ola),
        lambda: cast.do("dag", claiming.pass_task_on, task, ola),
        lambda: cast.do("ola", claiming.give_back_task, task),
        lambda: cast.do("dag", claiming.claim_task, task),
        lambda: returned(task, dag),
    ]
    moments = []
    for step in steps:
        step()
        same(errand)
        moments.append(clock.now())
    with acting_as(SYSTEM):
        records = [as_of(errand, moment) for moment in moments]
    named = [turn.person for record in records for turn in record.turns if turn.party == asked[1]]
    assert named == [ola, dag, ola, None, dag, None]


def returned(task: Assignment, person: int) -> bool:
    """The machine gives it back."""
    with acting_as(SYSTEM):
        return claiming.return_task(task, from_person=person)


def test_undone_step_is_there_until_it_was_undone(cast: Cast, asked: list[int]) -> None:
    """The reply, the task and who had it fall back; before the undoing they were as they were."""
    errand = cast.do("kari", actions.start_errand, cast.region.party, "Et ærend")
    cast.do("kari", actions.triage_errand, errand)
    cast.do("kari", actions.ask_errand, errand, asked)
    cast.do("ola", claiming.claim_task, task_of(errand, "reply_errand", asked[1]))
    before = same(errand)
    cast.do("ola", actions.reply_errand, reply(errand, asked[1]), "yes")
    replied_at, replied_record = clock.now(), same(errand)
    undo(cast, "ola", errand)
    assert same(errand) == before
    assert Turn("reply_errand", asked[1], cast.people["ola"].pk) in before.turns
    cast.do("kari", actions.decide_errand, errand)
    undo(cast, "kari", errand)
    assert same(errand) == before
    with acting_as(SYSTEM):
        assert as_of(errand, replied_at) == replied_record
        assert replied_record.parts == {"replies": {asked[1]: "yes"}}
    cast.do("ola", actions.reply_errand, reply(errand, asked[1]), "no")
    assert same(errand).parts == {"replies": {asked[1]: "no"}}


def undo(cast: Cast, name: str, errand: Errand) -> None:
    """Take back the newest step."""
    with acting_as(SYSTEM):
        newest = errand.history.order_by("-sequence").first()
    cast.do(name, undoing.undo_step, newest)


def test_moved_case_waits_where_the_new_version_has_it(
    cast: Cast, asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Renamed, and on to the new version's next step; another, to a version in which another party decides."""
    monkeypatch.setattr(versions, "VERSIONS", {})
    versions.register(ErrandFlow, ErrandFlowV2, ErrandFlowV3)
    first = cast.do("kari", actions.start_errand, cast.region.party, "Et ærend")
    begun, begun_record = clock.now(), same(first)
    move_case(first.pk, ErrandFlow, ErrandFlowV2)
    assert same(first).turns == (Turn("assess_errand", cast.region.party.pk),)
    cast.do("kari", assess, first)
    assert same(first).turns == (Turn("decide_errand", cast.region.party.pk),)
    with acting_as(SYSTEM):
        assert as_of(Errand.objects.get(pk=first.pk), begun) == begun_record
    second = cast.do("kari", actions.start_errand, cast.region.party, "Et ærend til")
    cast.do("kari", actions.triage_errand, second)
    task = task_of(second, "ask_errand", cast.region.party.pk)
    cast.do("kari", claiming.claim_task, task)
    move_case(second.pk, ErrandFlow, ErrandFlowV3)
    assert same(second).turns == (Turn("decide_errand", cast.party("KO").pk),)


def test_moved_case_keeps_its_party_when_the_version_is_gone(cast: Cast, asked: list[int]) -> None:
    """The names that the entry holds are enough."""
    errand = cast.do("kari", actions.start_errand, cast.region.party, "Et ærend")
    task = task_of(errand, "triage_errand", cast.region.party.pk)
    cast.do("kari", claiming.claim_task, task)
    move_case(errand.pk, ErrandFlow, ErrandFlowV2)
    assert same(errand).turns == (Turn("assess_errand", cast.region.party.pk, cast.people["kari"].pk),)


def test_stuck_step_that_was_opened_again_is_in_the_record(cast: Cast, asked: list[int]) -> None:
    """Nobody had the turn, until it was opened."""
    errand = cast.do("kari", actions.start_errand, cast.region.party, "Et ærend")
    with acting_as(SYSTEM):
        Assignment.objects.filter(case=errand).update(state="withdrawn", closed_at=clock.now())
    cast.do("kari", reopen_step, errand)
    assert same(errand).turns == (Turn("triage_errand", cast.region.party.pk),)
