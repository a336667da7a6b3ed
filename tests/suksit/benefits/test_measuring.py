"""The one-number page: give, doubt, mend, skip, pass on; signed in and by the link of a mail."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from suksit.benefits import actions, rules
from suksit.benefits.measuring_forms import beyond_reason
from suksit.benefits.models import Measurement
from suksit.cases.models import ChangeCase
from tests.walk import Walker, on
from workflow import clock, links
from workflow.models import Assignment, HistoryEntry, Notification

Browse = Callable[[str], Client]
D = Decimal


@pytest.fixture
def case(walker: Walker) -> ChangeCase:
    """Kongsberg has measured; Rollag is asked."""
    return walker.to("measuring")


@pytest.fixture
def asked(walker: Walker, case: ChangeCase) -> Measurement:
    """The round that Rollag is asked for."""
    return walker.round_of(case, "Rollag")


@pytest.fixture
def browse(walker: Walker) -> Browse:
    """A client signed in."""

    def client(name: str) -> Client:
        browser = Client()
        browser.force_login(walker.cast.people[name])
        return browser

    return client


def page_of(case: ChangeCase, measurement: Measurement, name: str = "enter_measurement") -> str:
    """The address of a deed."""
    return reverse(name, args=[case.pk, measurement.pk])


def again(walker: Walker, measurement: Measurement) -> Measurement:
    """As it is now."""
    return walker.see(lambda: Measurement.objects.get(pk=measurement.pk))


def link_for(walker: Walker, measurement: Measurement, name: str = "ola") -> str:
    """The path of a person's signed link."""
    row = walker.see(lambda: Assignment.objects.get(step="enter_measurement", subject=measurement.pk))
    return links.path_for(row, walker.cast.people[name].pk, walker.cast.region.pk)


def test_enter_measurement_asks_one_question_with_what_is_known(
    browse: Browse, case: ChangeCase, asked: Measurement
) -> None:
    """The municipality's name, the target and the baseline, where to find it, and one filled button."""
    page = browse("ola").get(page_of(case, asked)).content.decode()
    assert "<h1>Hvor mange dager tok en byggesak i Rollag?</h1>" in page
    assert "Målet er 24. Før dere startet, var det 36." in page
    assert "Rapporter, så «Behandlingstid»" in page
    assert "Du kan rette tallet fram til" in page
    assert "for de to kommunene" in page


def test_inbox_names_the_benefit_and_says_in_which_case(browse: Browse, case: ChangeCase, asked: Measurement) -> None:
    """A case may have several benefits: its title alone does not say which number."""
    rows = {row["url"]: row for row in browse("ola").get(reverse("my_tasks")).context["waiting"]}
    row = rows[page_of(case, asked)]
    assert row["title"] == "Oppgi ett tall: Kortere saksbehandlingstid"
    assert row["why"] == "Felles byggesaksløsning: Det er ett tall fra Rollag."


def test_inbox_names_the_benefit_whose_plan_is_to_be_made(walker: Walker, browse: Browse) -> None:
    """Two benefits of one case are two rows that differ."""
    case = walker.to("benefits")
    for title in ("Færre telefoner", "Kortere ventetid"):
        plan = {"title": title, "kind": "quality", "question": "Hvor mange?", "unit": "stk."}
        walker.do("kari", actions.plan_benefit, case, [walker.cast.party("Rollag").pk], **plan)
    titles = [row["title"] for row in browse("ola").get(reverse("my_tasks")).context["waiting"]]
    assert {"Sett nullpunkt og mål: Færre telefoner", "Sett nullpunkt og mål: Kortere ventetid"} <= set(titles)


def test_enter_measurement_saves_the_number_and_closes_the_task(
    browse: Browse, walker: Walker, case: ChangeCase, asked: Measurement
) -> None:
    """26,5 as it is written here; the benefit's page follows."""
    response = browse("ola").post(page_of(case, asked), {"value": "26,5"})
    assert response.status_code == 302
    saved = again(walker, asked)
    assert (saved.state, saved.value, saved.measured_by_id) == ("measured", D("26.50"), walker.cast.people["ola"].pk)
    assert walker.see(lambda: Assignment.objects.get(subject=asked.pk, step="enter_measurement").state) == "done"


@pytest.mark.parametrize("typed", ["", "femten", "1e400", "<script>alert(1)</script>", "🙂", "9" * 30, "1,234"])
def test_enter_measurement_refuses_what_is_no_number_and_keeps_it(
    browse: Browse, walker: Walker, case: ChangeCase, asked: Measurement, typed: str
) -> None:
    """422 with what was typed; nothing is saved."""
    response = browse("ola").post(page_of(case, asked), {"value": typed})
    assert response.status_code == 422
    assert response.context["form"]["value"].value() == typed
    assert "<script>alert" not in response.content.decode()
    assert again(walker, asked).state == "asked"


def test_enter_measurement_asks_once_more_about_a_number_beyond_reason(
    browse: Browse, walker: Walker, case: ChangeCase, asked: Measurement
) -> None:
    """260 where it was 36: asked, kept, and taken when the person says it is right."""
    client = browse("ola")
    response = client.post(page_of(case, asked), {"value": "260"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "260? Sist var det 36." in page
    assert 'value="260"' in page
    assert "Ja, 260 dager stemmer" in page
    assert client.post(page_of(case, asked), {"value": "2600", "sure": "260"}).status_code == 422
    assert client.post(page_of(case, asked), {"value": "260", "sure": "260"}).status_code == 302
    assert again(walker, asked).value == D(260)


@pytest.mark.parametrize(
    ("value", "known", "beyond"),
    [
        (D(260), [D(26), D(24), D(33)], True),
        (D("2.6"), [D(26), D(24), D(33)], True),
        (D(-26), [D(26)], True),
        (D(132), [D(26), D(33)], False),
        (D(6), [D(24), D(33)], False),
        (D(7), [], False),
        (D(0), [D(0), D(100)], False),
        (D(-300), [D(-50), D(20)], True),
    ],
)
def test_beyond_reason(value: D, known: list[D], beyond: bool) -> None:
    """Four times beyond all that is known, or of another sign."""
    assert beyond_reason(value, known) is beyond


def test_enter_measurement_may_be_mended_until_the_correction_date(
    browse: Browse, walker: Walker, case: ChangeCase, asked: Measurement
) -> None:
    """Thirty days from the day it was first given; mending does not move the day."""
    client, first = browse("ola"), clock.today()
    client.post(page_of(case, asked), {"value": "26"})
    with on(first + timedelta(days=20)):
        assert client.post(page_of(case, asked), {"value": "27"}).status_code == 302
    with on(first + timedelta(days=rules.CORRECTION_DAYS)):
        assert client.get(page_of(case, asked)).status_code == 200
    with on(first + timedelta(days=rules.CORRECTION_DAYS + 1)):
        shown = client.get(page_of(case, asked))
        refused = client.post(page_of(case, asked), {"value": "28"})
        with pytest.raises(actions.TooLate):
            walker.do("ola", actions.enter_measurement, asked, value=D(28))
    assert "Tallet står fast" in shown.content.decode()
    assert refused.status_code == 409
    assert "Du skrev 28. Det er ikke lagret." in refused.content.decode()
    assert again(walker, asked).value == D(27)
    entries = walker.see(lambda: [e.data for e in HistoryEntry.objects.filter(case=case, deed="enter_measurement")])
    mended = {"measurement": asked.pk, "value": "27.00", "before": "26.00", "measured_on": first.isoformat()}
    assert mended in [{**entry, "value": f"{D(entry['value']):.2f}"} for entry in entries]


def test_skip_is_a_button_on_the_same_page(
    browse: Browse, walker: Walker, case: ChangeCase, asked: Measurement
) -> None:
    """No number needed; the reason is kept; it is not measured, and has no value."""
    response = browse("liv").post(page_of(case, asked), {"skip": "1", "reason": "Ny leder i byggesak."})
    assert response.status_code == 302
    saved = again(walker, asked)
    assert (saved.state, saved.value, saved.note) == ("not_measured", None, "Ny leder i byggesak.")


def test_skip_measurement_has_a_page_of_its_own(
    browse: Browse, walker: Walker, case: ChangeCase, asked: Measurement
) -> None:
    """GET asks, POST does, and the number may still be given later."""
    client = browse("ola")
    url = page_of(case, asked, "skip_measurement")
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": "x" * 301}).status_code == 422
    assert client.post(url, {"reason": ""}).status_code == 302
    assert client.post(url, {"reason": ""}).status_code == 409
    assert client.post(page_of(case, asked), {"value": "30"}).status_code == 302
    assert again(walker, asked).value == D(30)


def test_pass_measurement_on_to_a_colleague(
    browse: Browse, walker: Walker, case: ChangeCase, asked: Measurement
) -> None:
    """Liv gets the task and a mail; somebody of another municipality is no choice."""
    client, url = browse("ola"), page_of(case, asked, "pass_measurement_on")
    assert client.post(url, {"person": walker.cast.people["ingrid"].pk}).status_code == 422
    assert client.post(url, {"person": walker.cast.people["liv"].pk}).status_code == 302
    row = walker.see(lambda: Assignment.objects.get(subject=asked.pk, step="enter_measurement"))
    assert row.person_id == walker.cast.people["liv"].pk
    told = walker.see(
        lambda: list(Notification.objects.filter(fact__startswith="passed:").values_list("recipient__username", flat=1))
    )
    assert told == ["liv"]
    with pytest.raises(ValueError, match="not one who"):
        walker.do("ola", actions.pass_measurement_on, asked, walker.cast.people["ingrid"].pk)


def test_link_opens_the_page_and_gives_the_number(walker: Walker, case: ChangeCase, asked: Measurement) -> None:
    """Without sign-in: GET shows, POST does, and then the link is closed."""
    client, url = Client(), link_for(walker, asked)
    assert "Hvor mange dager tok en byggesak i Rollag?" in client.get(url).content.decode()
    assert client.post(url, {"value": "260"}).status_code == 422
    done = client.post(url, {"value": "26"})
    assert done.status_code == 200
    assert again(walker, asked).value == D(26)
    entry = walker.see(lambda: HistoryEntry.objects.filter(case=case, deed="enter_measurement").latest("sequence"))
    assert entry.channel == "link"
    assert client.get(url).status_code == 410


def test_link_skips_as_well(walker: Walker, case: ChangeCase, asked: Measurement) -> None:
    """The honest way out needs no sign-in either."""
    client, url = Client(), link_for(walker, asked)
    assert client.post(url, {"skip": "1", "reason": ""}).status_code == 200
    assert again(walker, asked).state == "not_measured"
    assert client.get(url).status_code == 410


def test_enter_measurement_is_for_the_own_municipality(
    browse: Browse, walker: Walker, case: ChangeCase, asked: Measurement
) -> None:
    """Ingrid of Kongsberg and Kari may not, by page or by deed; Per gets nothing."""
    for name, status in (("ingrid", 403), ("kari", 403), ("per", 404)):
        assert browse(name).post(page_of(case, asked), {"value": "26"}).status_code == status
    with pytest.raises(PermissionDenied):
        walker.do("ingrid", actions.enter_measurement, asked, value=D(26))


def test_measurement_of_another_case_is_not_found(
    browse: Browse, walker: Walker, case: ChangeCase, asked: Measurement
) -> None:
    """A key from elsewhere in the address."""
    other: Any = walker.to("reported")
    assert browse("ola").get(page_of(other, asked)).status_code == 404
