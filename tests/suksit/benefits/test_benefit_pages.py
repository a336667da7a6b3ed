"""Benefits on their pages: planned by the coordinator, targeted by each, shown across the municipalities."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suksit.benefits import actions, moments, showing
from suksit.benefits.figures import totals
from suksit.benefits.models import Benefit, Harvest, Measurement
from suksit.benefits.panels import benefit_panel
from suksit.benefits.planning import months_after
from suksit.benefits.queries import Line
from suksit.cases.models import ChangeCase
from suksit.rollout.models import Rollout
from tests.walk import BENEFIT, Walker
from workflow import clock
from workflow.models import Assignment, Notification

Browse = Callable[[str], Client]
D = Decimal


@pytest.fixture
def browse(walker: Walker) -> Browse:
    """A client signed in."""

    def client(name: str) -> Client:
        browser = Client()
        browser.force_login(walker.cast.people[name])
        return browser

    return client


@pytest.fixture
def case(walker: Walker) -> ChangeCase:
    """Kongsberg has measured 30 of 36 → 24; Rollag is asked."""
    return walker.to("measuring")


@pytest.fixture
def benefit(walker: Walker, case: ChangeCase) -> Benefit:
    """The case's benefit."""
    return walker.see(lambda: Benefit.objects.get(case=case))


def described(walker: Walker, **changes: Any) -> dict[str, Any]:
    """What Kari fills in."""
    parties = [walker.cast.party(name).pk for name in ("Kongsberg", "Rollag")]
    return {**BENEFIT, "title": "Færre klager", "parties": parties, **changes}


def test_plan_benefit_has_the_participants_ticked_and_asks_each(browse: Browse, walker: Walker) -> None:
    """Kongsberg and Rollag take part; each gets a task of its own."""
    case = walker.to("rollout")
    client, url = browse("kari"), reverse("plan_benefit", args=[case.pk])
    ticked = client.get(url).context["form"].initial["parties"]
    assert set(ticked) == {walker.cast.party(name).pk for name in ("Kongsberg", "Rollag")}
    assert client.post(url, described(walker)).status_code == 302
    tasks = walker.see(
        lambda: set(
            Assignment.objects.filter(case=case, step="plan_harvest", state="open").values_list(
                "party__name", flat=True
            )
        )
    )
    assert tasks == {"Kongsberg", "Rollag"}
    twice = client.post(url, described(walker))
    assert twice.status_code == 422
    assert "allerede en gevinst med det navnet" in twice.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"kind": "gold"},
        {"unit": ""},
        {"question": "?" * 10_000},
        {"parties": []},
        {"parties": ["999999"]},
    ],
    ids=["no title", "long title", "unknown kind", "quality without unit", "endless question", "nobody", "stranger"],
)
def test_plan_benefit_refuses_what_is_wrong(
    browse: Browse, walker: Walker, case: ChangeCase, wrong: dict[str, Any]
) -> None:
    """422, and nothing is made."""
    data = described(walker, **wrong)
    assert browse("kari").post(reverse("plan_benefit", args=[case.pk]), data).status_code == 422
    assert walker.see(lambda: Benefit.objects.filter(case=case).count()) == 1


@pytest.mark.parametrize(
    ("kind", "typed", "unit"),
    [("money", "dager", "nok_a_year"), ("time", "", "hours_a_year"), ("time", "Årsverk", "man_years")],
)
def test_plan_benefit_gives_money_and_time_their_units(
    browse: Browse, walker: Walker, case: ChangeCase, kind: str, typed: str, unit: str
) -> None:
    """So that they can be added up."""
    data = described(walker, kind=kind, unit=typed)
    assert browse("kari").post(reverse("plan_benefit", args=[case.pk]), data).status_code == 302
    assert walker.see(lambda: Benefit.objects.get(title="Færre klager").unit) == unit


def test_plan_harvest_proposes_days_after_go_live_and_keeps_what_has_been(
    browse: Browse, walker: Walker, case: ChangeCase, benefit: Benefit
) -> None:
    """3, 6, 12 and 24 months after go-live; the round that is asked for stays; own days are added."""
    own = walker.part(Harvest, case, "Rollag")
    client, url = browse("ola"), reverse("plan_harvest", args=[case.pk, own.pk])
    form = client.get(url).context["form"]
    live = walker.part(Rollout, case, "Rollag").went_live_on
    proposed = {value for value, _words in form.fields["rounds"].choices}
    assert {months_after(live, months).isoformat() for months in (3, 6, 12, 24)} <= proposed
    twelve, extra = months_after(live, 12), clock.today() + timedelta(days=400)
    data = {
        "owner": walker.cast.people["liv"].pk,
        "baseline": "38,5",
        "baseline_on": "01.06.2026",
        "target": "24",
        "rounds": [twelve.isoformat()],
        "own_days": extra.strftime("%d.%m.%Y"),
    }
    assert client.post(url, data).status_code == 302
    saved = walker.see(lambda: Harvest.objects.get(pk=own.pk))
    assert (saved.owner_id, saved.baseline, saved.target) == (walker.cast.people["liv"].pk, D("38.50"), D(24))
    days = walker.see(lambda: list(saved.measurements.order_by("due").values_list("due", "state")))
    assert days == [(clock.today(), "asked"), (twelve, "planned"), (extra, "planned")]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"target": "38,5"}, "Målet må være et annet tall"),
        ({"target": "mange"}, "Skriv et tall"),
        ({"own_days": "1.1.2020"}, "er passert"),
        ({"own_days": "i morgen"}, "er ikke en dato"),
        ({"baseline_on": "01.01.2099"}, "har ikke kommet ennå"),
        ({"owner": "1"}, "owner"),
    ],
)
def test_plan_harvest_refuses_what_is_wrong(
    browse: Browse, walker: Walker, case: ChangeCase, wrong: dict[str, str], words: str
) -> None:
    """Beside the field; typed text is kept."""
    own = walker.part(Harvest, case, "Rollag")
    data = {"owner": walker.cast.people["ola"].pk, "baseline": "38,5", "target": "24", **wrong}
    response = browse("ola").post(reverse("plan_harvest", args=[case.pk, own.pk]), data)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_benefit_page_counts_add_up_and_shows_the_own_task(
    browse: Browse, walker: Walker, case: ChangeCase, benefit: Benefit
) -> None:
    """One on the way, one not measured; Rollag's own task; no number where none is measured."""
    page = browse("ola").get(reverse("benefit", args=[benefit.pk]))
    assert sum(row["count"] for row in page.context["counts"]) == page.context["in_all"] == 2
    assert [row["count"] for row in page.context["counts"]] == [0, 1, 1, 0]
    assert page.context["turn"]["title"].startswith("Rollag skal måle innen")
    kongsberg, rollag = page.context["rows"]
    assert (kongsberg["name"], kongsberg["state"], kongsberg["caption"]) == (
        "Kongsberg",
        "on_way",
        "Fra 36 til 30 dager",
    )
    assert (rollag["state"], rollag["measured"], rollag["mine"]) == ("not_measured", [None], True)
    text = page.content.decode()
    assert "Én av to kommuner har målt" in text
    assert "ikke målt</td>" in text
    assert browse("ingrid").get(reverse("benefit", args=[benefit.pk])).context["turn"] is None


def test_benefit_page_opens_the_list_of_a_count(
    browse: Browse, walker: Walker, case: ChangeCase, benefit: Benefit
) -> None:
    """A count is a link to those it counts; an unknown one shows all."""
    url = reverse("benefit", args=[benefit.pk])
    only = browse("kari").get(url, {"vis": "not_measured"})
    assert [row["name"] for row in only.context["rows"]] == ["Rollag"]
    assert "Bare de som er ikke målt." in only.content.decode() or "Vis alle" in only.content.decode()
    assert len(browse("kari").get(url, {"vis": "<script>"}).context["rows"]) == 2


def test_tell_story_stands_on_the_page_with_whom_to_ask(
    browse: Browse, walker: Walker, case: ChangeCase, benefit: Benefit
) -> None:
    """Ingrid tells; Ola sees it, and may write to her."""
    own = walker.part(Harvest, case, "Kongsberg")
    data = {"title": "Fast byggesaksdag", "story": "Vi samler enkle saker på én dag <b>i uken</b>. 🙂"}
    url = reverse("tell_story", args=[case.pk, own.pk])
    assert browse("ingrid").post(url, {**data, "story": "x" * 401}).status_code == 422
    assert browse("ingrid").post(url, data).status_code == 302
    page = browse("ola").get(reverse("benefit", args=[benefit.pk])).content.decode()
    assert "Fast byggesaksdag" in page
    assert "&lt;b&gt;i uken&lt;/b&gt;" in page
    assert "mailto:ingrid@example.test" in page


def test_benefit_of_another_region_is_not_found(
    browse: Browse, walker: Walker, case: ChangeCase, benefit: Benefit
) -> None:
    """404, and not on the list; nor one that is not there."""
    assert browse("per").get(reverse("benefit", args=[benefit.pk])).status_code == 404
    assert browse("nina").get(reverse("benefit_list")).context["rows"] == []
    assert browse("kari").get(reverse("benefit", args=[999_999])).status_code == 404
    own = walker.part(Harvest, case, "Rollag")
    assert browse("kari").get(reverse("harvest", args=[benefit.pk, own.pk + 999])).status_code == 404


def test_harvest_page_shows_every_round(browse: Browse, walker: Walker, case: ChangeCase, benefit: Benefit) -> None:
    """Asked for with its page; to come without a number."""
    own = walker.part(Harvest, case, "Rollag")
    page = browse("ola").get(reverse("harvest", args=[benefit.pk, own.pk]))
    assert [row["number"] for row in page.context["rows"]] == ["etterspurt", "kommer"]
    assert page.context["rows"][0]["deed"]["label"] == "Oppgi tallet"
    assert page.context["rows"][1]["deed"] is None


def test_benefit_list_is_filtered_by_whose_and_kind(browse: Browse, walker: Walker, case: ChangeCase) -> None:
    """As the desk links to it; a filter that means nothing is let go."""
    walker.see(
        lambda: Benefit.objects.create(case=case, title="Lavere kostnad", kind="money", question="?", unit="nok_a_year")
    )
    client, url = browse("ola"), reverse("benefit_list")

    def titles(**query: str) -> list[str]:
        return [row["title"] for row in client.get(url, query).context["rows"]]

    assert titles() == ["Kortere saksbehandlingstid", "Lavere kostnad"]
    assert titles(hvem="mine") == ["Kortere saksbehandlingstid"]
    assert titles(hvem="alle", slag="money") == ["Lavere kostnad"]
    assert titles(hvem="mine", slag="money") == []
    assert titles(slag="gull", hvem="'") == ["Kortere saksbehandlingstid", "Lavere kostnad"]
    pills = client.get(url, {"slag": "money"}).context["filters"]
    assert [(row["label"], row["count"], row["current"]) for row in pills] == [
        ("Alle", 2, False),
        ("Din kommune", 1, False),
        ("Kroner i året", 1, True),
        ("Bedre kvalitet", 1, False),
    ]


def queries_of(client: Client, url: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_pages_read_as_often_for_three_as_for_one(
    browse: Browse, walker: Walker, case: ChangeCase, benefit: Benefit
) -> None:
    """The list with one and three benefits; the page with two and four municipalities; the panel."""
    client, url = browse("ola"), reverse("benefit_list")
    own = reverse("benefit", args=[benefit.pk])
    client.get(url)
    before = queries_of(client, url), queries_of(client, own)

    def more() -> None:
        for name in ("Notodden", "Tinn"):
            row = Harvest.objects.create(case=case, benefit=benefit, party=walker.cast.party(name), target=D(3))
            Measurement.objects.create(case=case, harvest=row, due=clock.today(), state="measured", value=D(4))
        for title in ("B", "C"):
            other = Benefit.objects.create(case=case, title=title, kind="quality", question="?", unit="dager")
            for name in ("Kongsberg", "Rollag"):
                Harvest.objects.create(case=case, benefit=other, party=walker.cast.party(name), target=D(3))

    walker.see(more)
    assert (queries_of(client, url), queries_of(client, own)) == before
    (panel,) = walker.cast.see("ola", lambda actor: list(benefit_panel(case, actor)))
    assert [row["title"] for row in panel.context["rows"]] == ["B", "C", "Kortere saksbehandlingstid"]


def test_totals_for_a_party_and_for_the_region(walker: Walker, case: ChangeCase, benefit: Benefit) -> None:
    """Rollag is not measured and stays in the total; the year before nothing was planned."""
    region, year = walker.cast.region.pk, clock.today().year
    rollag = walker.cast.party("Rollag").pk

    def read(party: int | None, year: int = year) -> list[tuple]:
        rows = walker.see(lambda: totals(region, party, year))
        return [(row.kind, row.planned, row.reached, row.missed, row.not_measured, row.benefits) for row in rows]

    assert read(rollag) == [("quality", D(1), D(0), D(0), D(1), 1)]
    assert read(None) == [("quality", D(2), D(0), D(1), D(1), 2)]
    assert read(None, year - 1) == []


def test_start_harvest_says_that_nobody_uses_it(browse: Browse, walker: Walker) -> None:
    """In words; no form; the deed is refused."""
    case = walker.to("rollout")
    client, url = browse("kari"), reverse("start_harvest", args=[case.pk])
    assert "Ingen har bekreftet at løsningen er i bruk." in client.get(url).content.decode()
    assert client.post(url).status_code == 422
    assert browse("ola").get(url).status_code == 403


def test_close_case_waits_for_the_last_round(browse: Browse, walker: Walker, case: ChangeCase) -> None:
    """Which numbers are to come; then the lessons, and the case is closed and told."""
    client, url = browse("kari"), reverse("close_case", args=[case.pk])
    assert "Rollag: Kortere saksbehandlingstid" in client.get(url).content.decode()
    assert client.post(url, {"lessons": "Start i tide."}).status_code == 422
    walker.do("ola", actions.skip_measurement, walker.round_of(case, "Rollag"))
    walker.see(lambda: Measurement.objects.filter(case=case, state="planned").delete())
    assert client.post(url, {"lessons": ""}).status_code == 422
    assert client.post(url, {"lessons": "Start i tide."}).status_code == 302
    assert walker.see(lambda: ChangeCase.objects.get(pk=case.pk).state) == "closed"
    told = walker.see(
        lambda: set(
            Notification.objects.filter(case=case, fact__startswith="close_case:", kind="workflow/decided").values_list(
                "recipient__username", flat=True
            )
        )
    )
    assert {"ola", "ingrid"} <= told
    assert client.post(url, {"lessons": "Igjen"}).status_code == 409


@pytest.mark.parametrize(
    ("baseline", "target", "value", "state", "worse"),
    [
        (36, 24, 22, "reached", False),
        (36, 24, 30, "on_way", False),
        (36, 24, 40, "on_way", True),
        (None, 24, 30, "measured", False),
        (36, None, 30, "measured", False),
        (36, 24, None, "not_measured", False),
    ],
)
def test_line_state(baseline: Any, target: Any, value: Any, state: str, worse: bool) -> None:
    """Never a guess: without baseline or target it is measured, no more."""
    rows = [] if value is None else [Measurement(due=date(2026, 3, 1), value=D(value))]
    plan = {"baseline": baseline and D(baseline), "target": target and D(target)}
    line = Line(Harvest(**plan), rows, Rollout(state="live"), "benefits")
    assert (line.state, line.is_worse) == (state, worse)


def test_line_that_is_not_in_use() -> None:
    """Planned or without a roll-out in a case that is under way."""
    assert Line(Harvest(), [], Rollout(state="planned"), "rollout").state == "not_in_use"
    assert Line(Harvest(), [], None, "contract").state == "not_in_use"
    assert Line(Harvest(), [], None, "benefits").state == "not_measured"


@pytest.mark.parametrize(
    ("highest", "top"), [(42, 50), (50, 50), (51, 100), (0, 10), (230_000, 250_000), ("0.3", "0.5")]
)
def test_top_of_is_a_round_number(highest: Any, top: Any) -> None:
    """At or above every value."""
    assert showing.top_of([D(highest)]) == D(top)


def test_moments_are_as_fine_as_there_is_room_for() -> None:
    """Months while they are few, then half-years."""
    few = [date(2026, 3, 1), date(2026, 6, 1), date(2027, 3, 1)]
    assert moments.words_of(*moments.buckets_of(few)) == ["mars 26", "juni", "mars 27"]
    many = [date(2026, month, 1) for month in range(1, 13)]
    assert moments.words_of(*moments.buckets_of(many)) == ["vår 26", "høst 26"]


def test_months_after_ends_with_the_month() -> None:
    """31 August and six months is the last of February."""
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 11, 24), 3) == date(2027, 2, 24)
    assert months_after(date(2026, 1, 5), 24) == date(2028, 1, 5)
