"""Taking into use: planned, moved with a cause, checked off, taken over, confirmed; and told on the case."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suksit.cases.models import ChangeCase
from suksit.models import Rollout
from suksit.rollout import actions
from suksit.rollout.opening import CHECKLIST
from suksit.rollout.panels import rollout_panel
from suksit.templatetags.form_of import long_date
from tests.walk import Walker
from workflow import clock, links
from workflow.models import Assignment, HistoryEntry, Notification, Party

Browse = Callable[[str], Client]
ASKED = ("plan_rollout", "accept_operations", "confirm_go_live")


@pytest.fixture
def case(walker: Walker) -> ChangeCase:
    """Both have signed; nobody has planned."""
    return walker.to("rollout")


@pytest.fixture
def own(walker: Walker, case: ChangeCase) -> Rollout:
    """Rollag's roll-out."""
    return walker.part(Rollout, case, "Rollag")


@pytest.fixture
def browse(walker: Walker) -> Browse:
    """A client signed in."""

    def client(name: str) -> Client:
        browser = Client()
        browser.force_login(walker.cast.people[name])
        return browser

    return client


def plan(walker: Walker, days: int = 30) -> dict[str, Any]:
    """What Ola fills in."""
    day = clock.today() + timedelta(days=days)
    return {"planned_on": day.strftime("%d.%m.%Y"), "local_lead": walker.cast.people["ola"].pk}


def again(walker: Walker, own: Rollout) -> Rollout:
    """As it is now."""
    return walker.see(lambda: Rollout.objects.get(pk=own.pk))


def test_plan_rollout_saves_the_day_and_asks_operations(
    browse: Browse, walker: Walker, case: ChangeCase, own: Rollout
) -> None:
    """GET shows, POST does; the own task closes and that of K-IKT opens."""
    client, url = browse("ola"), reverse("plan_rollout", args=[case.pk, own.pk])
    assert "Når tar Rollag den i bruk?" in client.get(url).content.decode()
    assert client.post(url, plan(walker)).status_code == 302
    saved = again(walker, own)
    assert (saved.state, saved.planned_on) == ("planned", clock.today() + timedelta(days=30))
    steps = walker.see(
        lambda: set(Assignment.objects.filter(case=case, subject=own.pk, step__in=ASKED).values_list("step", "state"))
    )
    assert steps == {("plan_rollout", "done"), ("accept_operations", "open")}


@pytest.mark.parametrize("typed", ["", "i mars", "01.01.2020", "01.01.2099", "31.02.2027", "<b>x</b>", "9" * 5000])
def test_plan_rollout_refuses_an_absurd_day_and_keeps_it(
    browse: Browse, walker: Walker, case: ChangeCase, own: Rollout, typed: str
) -> None:
    """422 with what was typed."""
    response = browse("ola").post(
        reverse("plan_rollout", args=[case.pk, own.pk]), {**plan(walker), "planned_on": typed}
    )
    assert response.status_code == 422
    assert response.context["form"]["planned_on"].value() == typed
    assert again(walker, own).state == "to_plan"


def test_plan_rollout_refuses_a_lead_from_elsewhere(
    browse: Browse, walker: Walker, case: ChangeCase, own: Rollout
) -> None:
    """Another municipality's person in the form."""
    data = {**plan(walker), "local_lead": walker.cast.people["ingrid"].pk}
    assert browse("ola").post(reverse("plan_rollout", args=[case.pk, own.pk]), data).status_code == 422


def test_moving_later_needs_a_cause_and_is_told(browse: Browse, walker: Walker, case: ChangeCase, own: Rollout) -> None:
    """Without one 422; with one the first day stays, and the coordinator and operations are told."""
    client, url = browse("ola"), reverse("plan_rollout", args=[case.pk, own.pk])
    client.post(url, plan(walker))
    refused = client.post(url, {**plan(walker, 60), "delay_cause": "  "})
    assert refused.status_code == 422
    assert "Skriv med én setning hvorfor" in refused.content.decode()
    assert client.post(url, {**plan(walker, 60), "delay_cause": "To vikarer manglet."}).status_code == 302
    saved = again(walker, own)
    assert saved.first_planned_on == clock.today() + timedelta(days=30)
    assert (saved.planned_on, saved.delay_cause) == (clock.today() + timedelta(days=60), "To vikarer manglet.")
    told = walker.see(
        lambda: set(
            Notification.objects.filter(
                case=case, fact__startswith="plan_rollout:", kind="workflow/decided"
            ).values_list("recipient__username", flat=True)
        )
    )
    assert told == {"kari", "arne"}
    client.post(url, plan(walker, 50))
    assert again(walker, own).delay_cause == "To vikarer manglet."
    client.post(url, plan(walker, 20))
    assert again(walker, own).delay_cause == ""


def test_plan_rollout_by_the_link_of_a_mail(walker: Walker, case: ChangeCase, own: Rollout) -> None:
    """A planning step needs no sign-in."""
    row = walker.see(lambda: Assignment.objects.get(step="plan_rollout", subject=own.pk))
    url = links.path_for(row, walker.cast.people["ola"].pk, walker.cast.region.pk)
    assert Client().get(url).status_code == 200
    assert Client().post(url, plan(walker)).status_code == 200
    assert again(walker, own).state == "planned"
    assert Client().get(url).status_code == 410


def test_check_off_ticks_and_opens_again(browse: Browse, walker: Walker, case: ChangeCase, own: Rollout) -> None:
    """Each with its line of help; what was ticked by mistake is opened again."""
    client, url = browse("ola"), reverse("check_off", args=[case.pk, own.pk])
    page = client.get(url).content.decode()
    assert all(words in page for words in ("Opplæring", "Rutiner", "Personvern", "ROS-analyse", "Drift avtalt"))
    assert client.post(url, {"items": ["training", "routines"]}).status_code == 302
    assert client.post(url, {"items": ["routines", "data_migrated"]}).status_code == 302
    done = walker.see(lambda: set(own.checklist.filter(done_on__isnull=False).values_list("item", flat=True)))
    assert done == {"routines", "data_migrated"}
    entry = walker.see(lambda: HistoryEntry.objects.filter(case=case, deed="check_off").latest("sequence"))
    assert entry.data == {"items": ["data_migrated"], "undone": ["training"]}
    assert client.post(url, {"items": ["bribes"]}).status_code == 422


def test_accept_operations_waits_for_a_plan_and_tells_the_member(
    browse: Browse, walker: Walker, case: ChangeCase, own: Rollout
) -> None:
    """Before the plan the page says what is missing; afterwards Ola is asked to confirm."""
    client, url = browse("arne"), reverse("accept_operations", args=[case.pk, own.pk])
    assert "Rollag har ikke planlagt oppstarten ennå." in client.get(url).content.decode()
    assert client.post(url, {"note": ""}).status_code == 422
    walker.do("ola", actions.plan_rollout, own, planned_on=clock.today() + timedelta(days=9))
    assert client.post(url, {"note": "Ring oss på 400."}).status_code == 302
    assert again(walker, own).state == "accepted"
    mails = walker.see(lambda: Notification.objects.filter(case=case, fact__startswith="confirm_go_live:"))
    assert [row.recipient.username for row in walker.see(lambda: list(mails.select_related("recipient")))] == ["ola"]
    assert client.post(url, {"note": ""}).status_code == 409


def test_confirm_go_live_says_what_is_missing_in_words(
    browse: Browse, walker: Walker, case: ChangeCase, own: Rollout
) -> None:
    """What, who can give it, and a link; no form until the gate is open."""
    client, url = browse("ola"), reverse("confirm_go_live", args=[case.pk, own.pk])
    walker.do("ola", actions.check_off, own, CHECKLIST[:5])
    response = client.get(url)
    page = response.content.decode()
    assert "Dagen er ikke planlagt." in page
    assert "Ikke krysset av på sjekklisten: drift avtalt." in page
    assert reverse("check_off", args=[case.pk, own.pk]) in page
    assert "Driften har ikke tatt over ennå." in page
    assert "went_live_on" not in page
    assert client.post(url, {"went_live_on": "01.11.2026"}).status_code == 422
    assert again(walker, own).state == "to_plan"


def test_confirm_go_live_takes_a_day_that_has_come(
    browse: Browse, walker: Walker, case: ChangeCase, own: Rollout
) -> None:
    """Not tomorrow; today; the coordinator is told; a second time somebody was first."""
    walker.do("ola", actions.plan_rollout, own, planned_on=clock.today() + timedelta(days=9))
    walker.do("ola", actions.check_off, own, CHECKLIST)
    walker.do("arne", actions.accept_operations, own)
    client, url = browse("ola"), reverse("confirm_go_live", args=[case.pk, own.pk])
    tomorrow = (clock.today() + timedelta(days=1)).strftime("%d.%m.%Y")
    assert client.post(url, {"went_live_on": tomorrow}).status_code == 422
    assert client.post(url, {"went_live_on": clock.today().strftime("%d.%m.%Y")}).status_code == 302
    assert again(walker, own).went_live_on == clock.today()
    told = walker.see(
        lambda: list(
            Notification.objects.filter(
                case=case, fact__startswith="confirm_go_live:", kind="workflow/decided"
            ).values_list("recipient__username", flat=True)
        )
    )
    assert told == ["kari"]
    assert client.post(url, {"went_live_on": tomorrow}).status_code == 409


def test_rollout_is_each_municipalitys_own(browse: Browse, walker: Walker, case: ChangeCase, own: Rollout) -> None:
    """Ingrid of Kongsberg plans nothing for Rollag, by page or by deed, also after it has been done once."""
    walker.do("ola", actions.plan_rollout, own, planned_on=clock.today() + timedelta(days=9))
    for name in ("plan_rollout", "check_off", "confirm_go_live", "accept_operations"):
        url = reverse(name, args=[case.pk, own.pk])
        assert browse("ingrid").get(url).status_code == 403
        assert browse("ingrid").post(url, {}).status_code == 403
        assert browse("per").get(url).status_code == 404


def test_panel_tells_a_delay_with_its_cause_and_marks_the_own_row(
    walker: Walker, case: ChangeCase, own: Rollout
) -> None:
    """Alphabetical; own row marked; what is missing in words; no deeds but one's own."""
    first, later = clock.today() + timedelta(days=9), clock.today() + timedelta(days=40)
    walker.do("ola", actions.plan_rollout, own, planned_on=first)
    walker.do("ola", actions.plan_rollout, own, planned_on=later, delay_cause="To vikarer manglet.")
    (panel,) = walker.cast.see("ola", lambda actor: list(rollout_panel(case, actor)))
    kongsberg, rollag = panel.context["rows"]
    assert (kongsberg["name"], kongsberg["mine"], kongsberg["words"]) == ("Kongsberg", False, "Ikke planlagt ennå")
    assert kongsberg["deeds"] == []
    assert rollag["mine"]
    assert rollag["delay"] == f"Flyttet fra {long_date(first)} til {long_date(later)}. To vikarer manglet."
    assert rollag["missing"][-1] == "at driften tar over"
    assert [deed["label"] for deed in rollag["deeds"]] == ["Åpne sjekklisten", "Flytt dagen", "Ikke ta den i bruk"]
    assert "Tatt i bruk: ingen av to kommuner" in render_to_string(panel.template, panel.context)


def test_panel_reads_as_often_for_three_as_for_one(walker: Walker, case: ChangeCase, own: Rollout) -> None:
    """A fixed number of queries."""

    def read() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            walker.cast.see("kari", lambda actor: [p.context for p in rollout_panel(case, actor)])
        return len(found)

    few = read()
    walker.see(
        lambda: Rollout.objects.bulk_create(
            Rollout(case=case, party=Party.objects.create(kind="organisation", name=name), planned_on=date(2027, 1, 1))
            for name in ("Ål", "Sigdal")
        ),
        "kari",
    )
    assert read() == few
