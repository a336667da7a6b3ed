"""Benefits on their pages: planned by the coordinator, targeted by each, shown across the municipalities."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from suksit.benefits.models import Benefit, Harvest
from suksit.benefits.planning import months_after
from suksit.cases.models import ChangeCase
from suksit.rollout.models import Rollout
from tests.suksit.benefits.planned import Browse, D, described
from tests.walk import Walker
from workflow import clock
from workflow.models import Assignment


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
