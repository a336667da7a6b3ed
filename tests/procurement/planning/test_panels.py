"""What the page of a case shows of answers, value, authorisations, plan and gate, and to whom."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from procurement.invitation import actions
from procurement.invitation import panels as invitation_panels
from procurement.law.models import Threshold
from procurement.planning import panels
from suksit.cases.models import ChangeCase
from tests.procurement.pages import Pages
from tests.walk import Walker

ALL = (
    invitation_panels.answers,
    invitation_panels.authorisations,
    panels.value,
    panels.plan,
    panels.before_notice,
)


def shown(walker: Walker, case: Any, name: str, source: Callable[..., Any]) -> Any:
    """The context of a panel with a person's eyes; None when there is none."""

    def read(actor: Any) -> Any:
        found = list(source(ChangeCase.objects.get(pk=case.pk), actor))
        return found[0].context if found else None

    return walker.cast.see(name, read)


def drawn(walker: Walker, case: Any, name: str) -> str:
    """Every panel of a case as a person sees it."""

    def read(actor: Any) -> str:
        record = ChangeCase.objects.get(pk=case.pk)
        found = [panel for source in ALL for panel in source(record, actor)]
        return "".join(render_to_string(panel.template, panel.context) for panel in found)

    return walker.cast.see(name, read)


@pytest.fixture
def asked(walker: Walker) -> ChangeCase:
    """Kongsberg has said yes with a value, and Rollag option without; two are silent."""
    case = walker.to("invitation")
    walker.do(
        "ingrid",
        actions.answer_invitation,
        walker.answer_of(case, "Kongsberg"),
        choice="yes",
        annual_value=Decimal(400_000),
        volume="340 brukere",
        private_reason="Vi har det travelt",
    )
    walker.do("ola", actions.answer_invitation, walker.answer_of(case, "Rollag"), choice="option", remark="Kanskje")
    return case


@pytest.mark.parametrize(
    ("name", "sees"), [("kari", True), ("siri", True), ("ingrid", True), ("eva", True), ("ola", False), ("mona", False)]
)
def test_value_is_seen_by_few_until_the_question_is_closed(
    walker: Walker, asked: ChangeCase, name: str, sees: bool
) -> None:
    """The coordinator, the purchaser and the own municipality."""
    context = shown(walker, asked, name, invitation_panels.answers)
    kongsberg = context["answers"][0]
    assert (kongsberg.value == Decimal(1_600_000), kongsberg.volume == "340 brukere") == (sees, sees)
    assert kongsberg.state == "yes"
    assert context["answers"][2].note == "Kanskje"
    assert (context["answered"], context["asked"]) == (2, 4)


def test_sum_is_hidden_from_members_but_the_verdict_is_not(walker: Walker, asked: ChangeCase) -> None:
    """Two answers and a sum would give away the other's."""
    page = drawn(walker, asked, "ola")
    assert "1\u00a0600\u00a0000" not in page
    assert shown(walker, asked, "ola", panels.value)["verdict"].regime == "part_ii"
    assert "1\u00a0600\u00a0000" in drawn(walker, asked, "kari")


@pytest.mark.parametrize(("name", "sees"), [("kari", True), ("ingrid", True), ("dag", False), ("siri", False)])
def test_private_reason_is_for_the_coordinator_and_the_party(
    walker: Walker, asked: ChangeCase, name: str, sees: bool
) -> None:
    """Nobody else, now or later."""
    assert ("Vi har det travelt" in drawn(walker, asked, name)) == sees


@pytest.mark.parametrize(("name", "sees"), [("ola", True), ("dag", True), ("tor", False), ("mona", False)])
def test_values_are_seen_by_those_who_take_part_when_it_is_closed(walker: Walker, name: str, sees: bool) -> None:
    """Rollag sees Kongsberg's; Notodden said no and does not."""
    case = walker.to("commitment")
    assert (shown(walker, case, name, invitation_panels.answers)["answers"][0].value is not None) == sees


def test_missing_value_is_said(walker: Walker, asked: ChangeCase) -> None:
    """Rollag's option has none: the sum is too low, and says so."""
    context = shown(walker, asked, "kari", panels.value)
    assert (context["amount"], context["counted"], context["without_value"]) == (Decimal(1_600_000), 2, "Rollag")


def test_estimate_counts_the_undecided_as_the_median(walker: Walker, asked: ChangeCase) -> None:
    """Two undecided at 1 600 000 each: over the EEA threshold then."""
    context = shown(walker, asked, "kari", panels.value)
    assert context["more"] == Decimal(4_800_000)
    assert context["more_verdict"].regime == "part_iii"


def test_value_without_known_thresholds_says_so(
    walker: Walker, asked: ChangeCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No figure is made up, and the page stands."""
    monkeypatch.setattr(panels, "thresholds_on", lambda day: [])
    context = shown(walker, asked, "kari", panels.value)
    assert (context["verdict"].regime, context["drawn"]) == (None, None)
    assert "1\u00a0600\u00a0000" in drawn(walker, asked, "kari")


def test_threshold_that_is_not_confirmed_says_so(walker: Walker, asked: ChangeCase) -> None:
    """Under "Why?"."""
    rows = shown(walker, asked, "kari", panels.value)["verdict"].thresholds
    assert [row.verified for row in rows] == [False, True, False]


@pytest.mark.parametrize(
    ("total", "kinds"),
    [
        (0, ["act", "national"]),
        (600_000, ["act", "national"]),
        (1_740_000, ["national", "eea"]),
        (2_400_000, ["national", "eea"]),
        (3_000_000, ["eea"]),
        (90_000_000, []),
    ],
)
def test_drawing_shows_the_thresholds_that_are_near(total: int, kinds: list[str]) -> None:
    """Never two words over each other, and none outside the drawing."""
    rows = [
        Threshold(pk=place, kind=kind, amount=Decimal(amount))
        for place, (kind, amount) in enumerate([("act", 500_000), ("national", 1_300_000), ("eea", 2_500_000)])
    ]
    assert [row.kind for row in panels.drawn(rows, Decimal(total))["thresholds"]] == kinds


@pytest.mark.parametrize("state", ["reported", "accepted", "invitation", "commitment", "planning", "competition"])
def test_panels_are_drawn_in_every_state(walker: Walker, state: str) -> None:
    """Nothing before the question, and never an error."""
    case = walker.to(state)
    pages = [drawn(walker, case, name) for name in ("kari", "ola", "siri", "mona")]
    assert all(pages) == (state not in ("reported", "accepted"))


@pytest.mark.parametrize("source", ALL, ids=lambda source: source.__name__)
def test_panels_ask_as_many_queries_for_one_as_for_four(walker: Walker, source: Callable[..., Any]) -> None:
    """Whatever the number of municipalities."""
    state = "planning" if source in (panels.plan, panels.before_notice) else "commitment"
    case = walker.to(state)
    counts = []
    for parties in (1, 4):

        def read(actor: Any, parties: int = parties) -> int:
            record = ChangeCase.objects.get(pk=case.pk)
            if parties == 1:
                record.answers.exclude(party__name="Rollag").delete()
            with CaptureQueriesContext(
                connection,
            ) as captured:
                for panel in source(record, actor):
                    render_to_string(panel.template, panel.context)
            if parties == 1:
                connection.set_rollback(True)
            return len(captured)

        counts.append(walker.cast.see("kari", read))
    assert counts[0] == counts[1] <= 10


def test_law_page_says_what_is_not_confirmed(walker: Walker, asked: ChangeCase) -> None:
    """Every row with its source."""
    page = Pages(walker, asked).get("ola", "law_rows").content.decode()
    assert "2\u00a0500\u00a0000" in page
    assert "Bare én kilde. Sjekk på lovdata." in page
