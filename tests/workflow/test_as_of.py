"""The engine's part of a case as it was: state, whose turn, who takes part, on an errand that knows no buying."""

from collections.abc import Iterator

import pytest

from tests.errand import actions
from tests.errand.flows import ErrandFlow
from tests.errand.models import Errand, Reply
from tests.personas import Cast
from workflow import as_of as folding
from workflow import clock
from workflow.actors import SYSTEM
from workflow.as_of import CaseAsOf, Part, Said, Seen, Turn, as_of
from workflow.context import acting_as
from workflow.models import Grade, HistoryEntry

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
