"""When a case moves on: judged by the region's own cases, said on its page, and never by another region's."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from suksit.cases import actions
from suksit.cases.course_forecast import Way, between, outlook, ways
from suksit.cases.models import ChangeCase
from tests.walk import Walker
from workflow import clock, history
from workflow.actors import SYSTEM, Actor, Grant
from workflow.context import acting_as
from workflow.forecast import Spell

Page = Callable[..., Any]
OSLO = ZoneInfo("Europe/Oslo")
DAY = date(2026, 3, 1)
TOO_FEW = "Når neste steg kommer, kan ikke sies ennå: det trengs 8 slike saker å sammenligne med, og det er %s."


def past(walker: Walker, took: list[int], *, region: Any = None, live_after: int | None = None) -> None:
    """Cases of a region that were in planning for so many days before the competition."""
    region = region or walker.cast.region
    with acting_as(SYSTEM):
        held = ChangeCase.objects.filter(region=region.party, title="Før").count()
        for number, days in enumerate(took):
            case = ChangeCase.objects.create(
                region=region.party,
                number=f"2020-{held + number:03}",
                title="Før",
                kind="new",
                state="competition",
                created_by=walker.cast.people["ola"],
            )
            write(case, "close_commitment", "planning", 0)
            write(case, "publish_notice", "competition", days)
            if live_after is not None:
                write(case, "confirm_go_live", "live", live_after)


def write(case: ChangeCase, deed: str, state: str, days: int) -> None:
    """An entry of a case, some days after the first."""
    at = datetime(2020, 1, 1, 12, tzinfo=OSLO) + timedelta(days=days)
    history.record(case, deed, by=SYSTEM, grant=Grant("system"), to_state=state, happened_at=at)


def lines(get: Page, name: str, case: ChangeCase) -> list[str]:
    """What the page says of the time ahead."""
    return get(name, "case", case.pk).context["outlook"]


@pytest.fixture
def case(walker: Walker) -> ChangeCase:
    """A case that came to planning today."""
    return walker.to("planning")


def test_page_says_how_many_cases_it_takes(walker: Walker, case: ChangeCase, get: Page) -> None:
    past(walker, [10] * 7)
    assert lines(get, "kari", case)[0] == TOO_FEW % 7


def test_everybody_who_sees_the_case_is_told_the_same(walker: Walker, case: ChangeCase, get: Page) -> None:
    """Also those who see none of the cases that it is judged by."""
    past(walker, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100], live_after=300)
    today = clock.today()
    when = between(today + timedelta(days=50), today + timedelta(days=90))
    used = between(today + timedelta(days=300), today + timedelta(days=300))
    said = [
        f"Neste steg trolig {when}, ut fra 10 saker.",
        f"Den første kommunen bruker trolig løsningen {used}, ut fra 10 saker.",
    ]
    assert lines(get, "kari", case) == lines(get, "ola", case) == lines(get, "mona", case) == said
    assert said[0] in get("ola", "case", case.pk).content.decode()


def test_another_region_says_nothing_about_this_one(walker: Walker, case: ChangeCase, get: Page) -> None:
    past(walker, [10] * 20, region=walker.cast.neighbour)
    assert lines(get, "kari", case)[0] == TOO_FEW % 0


def test_reader_still_sees_only_what_was_the_readers(walker: Walker, case: ChangeCase) -> None:
    """The machine reads the days, and then the reader reads on."""
    past(walker, [10] * 9)

    def read(actor: Actor) -> list[Any]:
        outlook(case, actor)
        return list(ChangeCase.objects.values_list("pk", flat=True))

    assert walker.cast.see("ola", read) == [case.pk]


def test_queries_do_not_grow_with_the_history(
    walker: Walker, case: ChangeCase, get: Page, django_assert_num_queries: Any
) -> None:
    """Three statements, whatever there is: the machine reads, and then the reader reads on."""

    def read(actor: Actor) -> None:
        with django_assert_num_queries(3):
            outlook(case, actor)

    past(walker, [10])
    walker.cast.see("ola", read)
    past(walker, [20] * 12)
    walker.cast.see("ola", read)


def test_case_that_rests_or_has_ended_has_no_forecast(walker: Walker, case: ChangeCase, get: Page) -> None:
    walker.do("kari", actions.hold_case, case, reason="Vi venter.")
    assert lines(get, "kari", case) == []
    walker.do("kari", actions.cancel_case, case, reason="Ikke penger.")
    assert lines(get, "kari", case) == []


def test_way_of_a_case_is_read_from_its_moves() -> None:
    """A case sent back keeps the day on which a stage was first reached; the first who goes live counts."""
    key: Any = "case"
    found = ways(
        [
            (key, "report_change", "reported", DAY),
            (key, "accept_report", "accepted", DAY + timedelta(days=5)),
            (key, "ask_partners", "invitation", DAY + timedelta(days=9)),
            (key, "close_commitment", "planning", DAY + timedelta(days=40)),
            (key, "publish_notice", "competition", DAY + timedelta(days=60)),
            (key, "cancel_competition", "planning", DAY + timedelta(days=70)),
            (key, "confirm_go_live", "live", DAY + timedelta(days=200)),
            (key, "confirm_go_live", "live", DAY + timedelta(days=220)),
        ]
    )[key]
    end = DAY + timedelta(days=300)
    assert found.until("report", end) == (Spell(5, True), Spell(200, True))
    assert found.until("invitation", end) == (Spell(35, True), Spell(195, True))
    assert found.until("planning", end) == (Spell(20, True), Spell(160, True))
    assert found.until("competition", end) == (Spell(240, False), Spell(140, True))
    assert found.until("contract", end) == (None, None)


def test_case_that_ended_counts_until_it_ended() -> None:
    way = Way(reached={"report": DAY}, ended=DAY + timedelta(days=12))
    assert way.until("report", DAY + timedelta(days=300)) == (Spell(12, False), Spell(12, False))


def test_two_days_in_words() -> None:
    first = clock.today().replace(day=3)
    assert between(first, first.replace(day=20)).startswith("mellom 3. og 20.")
    assert between(first, first).startswith("rundt 3.")
    assert between(date(2020, 1, 3), date(2020, 2, 20)) == "mellom 3.\xa0januar 2020 og 20.\xa0februar 2020"
