"""Reports that are merged, joined or taken back, and what the case shows of a report to whom."""

from decimal import Decimal

import pytest

from suksit.changes import actions, assessment
from suksit.changes.panels import of_report
from tests.suksit.changes.decided import Browse, at, now, page, panels, told
from tests.walk import Walker
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.transitions import Stale


def test_second_decision_in_a_race_is_stale(walker: Walker) -> None:
    """The action itself refuses what another has decided."""
    case = walker.to("assessment")
    walker.cast.do("kari", assessment.accept_report, case)
    with pytest.raises(Stale):
        walker.cast.do("kari", actions.reject_report, case, reason="Nei")


def test_merged_reports_go_on_as_one_with_both_reporters(walker: Walker, browse: Browse) -> None:
    """The one ends, the other has both; each is told once."""
    first = walker.to("reported", title="Bibliotek")
    draft = walker.cast.do(
        "ingrid", actions.start_draft, walker.cast.party("Kongsberg").pk, title="Biblioteksystem", kind="new"
    )
    second = walker.cast.do("ingrid", actions.report_change, draft)
    kari = browse("kari")
    assert f"{first.number} Bibliotek" in page(kari.get(at("merge_report", second)))
    assert kari.post(at("merge_report", second), {"into": str(first.pk)}).status_code == 302
    with acting_as(SYSTEM):
        reporters = sorted(first.reporters.values_list("municipality__name", flat=True))
    assert (now(second).state, reporters) == ("merged", ["Kongsberg", "Rollag"])
    assert (told(second, "merge_report"), told(first, "merge_report")) == ({"ingrid", "eva"}, {"ola", "dag"})
    context = walker.cast.see("ingrid", lambda actor: next(iter(of_report(now(second), actor))).context)
    assert context["merged"]["label"] == f"{first.number} Bibliotek"


@pytest.mark.parametrize("into", ["", "itself", "other region", "00000000-0000-0000-0000-000000000000", "x"])
def test_report_is_merged_only_with_an_open_one_of_the_region(walker: Walker, browse: Browse, into: str) -> None:
    """A key in the form opens no other door."""
    case = walker.to("reported")
    if into == "other region":
        draft = walker.cast.do("nina", actions.start_draft, walker.cast.party("Notodden").pk, title="X", kind="new")
        walker.cast.do("nina", actions.report_change, draft)
        into = str(draft.pk)
    into = str(case.pk) if into == "itself" else into
    response = browse("kari").post(at("merge_report", case), {"into": into})
    assert (response.status_code, now(case).state) == (422, "reported")


def test_municipality_joins_with_one_press_and_once(walker: Walker, browse: Browse) -> None:
    """Ingrid says that Kongsberg has the same need."""
    case = walker.to("reported")
    ingrid = browse("ingrid")
    assert "Meld Kongsberg på denne saken" in page(ingrid.get(at("join_report", case)))
    assert [ingrid.post(at("join_report", case)).status_code for _ in range(2)] == [302, 409]
    with acting_as(SYSTEM):
        assert sorted(case.reporters.values_list("municipality__name", flat=True)) == ["Kongsberg", "Rollag"]
    assert told(case, "join_report") == {"kari"}


def test_report_is_taken_back_with_a_reason(walker: Walker, browse: Browse) -> None:
    """By the reporting municipality; the coordinator is told, and nothing waits."""
    case = walker.to("reported")
    ola = browse("ola")
    assert ola.post(at("withdraw_report", case), {}).status_code == 422
    assert ola.post(at("withdraw_report", case), {"reason": "Avtalen ble forlenget."}).status_code == 302
    assert (now(case).state, told(case, "withdraw_report")) == ("withdrawn", {"kari"})


def test_rough_value_is_for_those_who_take_part(walker: Walker) -> None:
    """Those who only know of the case see the need, not the money."""
    case = walker.to("reported")
    walker.cast.do("ola", actions.complete_report, case, values={"rough_value": Decimal(500_000)})

    def labels(name: str) -> set[str]:
        return {str(fact["value"]) for fact in panels(walker, name, case)[0].context["report_facts"]}

    amount = "500\u00a0000\u00a0kr"
    assert [amount in labels(name) for name in ("ola", "kari", "ingrid", "mona")] == [True, True, False, False]
    assert "Vi bruker for lang tid." in labels("mona")


def test_assessment_is_for_those_who_take_part_until_it_is_decided(walker: Walker) -> None:
    """Half-made scores are not for the whole region."""
    case = walker.to("assessment")
    assert [len(panels(walker, name, case)) for name in ("kari", "ola", "ingrid")] == [2, 2, 1]
    walker.cast.do("kari", assessment.accept_report, case)
    assert len(panels(walker, "ingrid", case)) == 2


def test_draft_has_no_panel(walker: Walker) -> None:
    """Nothing is said of it to anybody."""
    assert panels(walker, "ola", walker.to("draft")) == []
