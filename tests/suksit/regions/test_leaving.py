"""Who is away or has left: named tasks go back to the party, a stand-in gets the mails, else the secretariat acts."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from suksit.benefits import actions as benefits
from suksit.cases import actions as cases
from suksit.changes import actions as changes
from suksit.models import Engagement, Membership, RegionEvent
from suksit.regions import actions
from suksit.regions.leaving import return_tasks_of_leavers
from suksit.templatetags.form_of import long_date
from tests.personas import Cast
from tests.walk import Walker
from workflow import clock, outbox, ticking
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Assignment, HistoryEntry, Notification


def engagement(cast: Cast, name: str) -> Engagement:
    """A person's engagement."""
    return cast.see("kari", lambda _: Engagement.objects.get(person=cast.people[name]))


def told(walker: Walker, **of: object) -> list[str]:
    """Who was told."""
    with acting_as(SYSTEM):
        return sorted(Notification.objects.filter(**of).values_list("recipient__username", flat=True))


def passed_on(walker: Walker) -> Assignment:
    """Rollag's number, which Ola has given to Liv."""
    case = walker.to("measuring")
    number = walker.round_of(case, "Rollag")
    walker.do("ola", benefits.pass_measurement_on, number, walker.cast.people["liv"].pk)
    with acting_as(SYSTEM):
        return Assignment.objects.get(case=case, step="enter_measurement", subject=number.pk)


def test_task_of_a_leaver_goes_back_to_the_party(walker: Walker) -> None:
    """Liv's last day was yesterday: the task is Rollag's again, its people are told, and the history knows."""
    row = passed_on(walker)
    day = clock.today() - timedelta(days=1)
    walker.do("kari", actions.end_engagement, engagement(walker.cast, "liv"), to_date=day)
    with acting_as(SYSTEM):
        row.refresh_from_db()
        entry = HistoryEntry.objects.get(case_id=row.case_id, deed="return_task")
    assert (row.person_id, row.state) == (None, "open")
    assert told(walker, fact=f"returned:{entry.pk}") == ["dag", "ola"]


def test_task_stays_until_the_last_day_has_passed(walker: Walker) -> None:
    """The day itself included; the chore of the day after gives it back, once."""
    row = passed_on(walker)
    walker.do("kari", actions.end_engagement, engagement(walker.cast, "liv"), to_date=clock.today())
    assert return_tasks_of_leavers() == 0
    with clock.travel(clock.now() + timedelta(days=1)):
        assert return_tasks_of_leavers() == 1
        assert return_tasks_of_leavers() == 0
    with acting_as(SYSTEM):
        row.refresh_from_db()
    assert row.person_id is None


def test_one_who_is_merely_away_keeps_the_task(walker: Walker) -> None:
    """A stand-in may do it, and nothing is moved."""
    row = passed_on(walker)
    days = {"from_date": clock.today(), "to_date": clock.today() + timedelta(days=5)}
    cast = walker.cast
    walker.do(
        "kari",
        lambda by: actions.note_absence(cast.region, cast.people["liv"], stand_in=cast.people["ola"], by=by, **days),
    )
    assert return_tasks_of_leavers() == 0
    with acting_as(SYSTEM):
        row.refresh_from_db()
    assert row.person_id == cast.people["liv"].pk


def test_stand_in_of_the_only_coordinator_gets_the_mails_and_acts(walker: Walker) -> None:
    """Kari is away and Berit stands in: a new report is told to Berit alone, who puts it on hold for Kari."""
    cast = walker.cast
    days = {"from_date": clock.today(), "to_date": clock.today() + timedelta(days=5)}
    walker.do(
        "kari",
        lambda by: actions.note_absence(cast.region, cast.people["kari"], stand_in=cast.people["berit"], by=by, **days),
    )
    case = walker.to("reported")
    assert told(walker, case=case, kind=outbox.ASKED, assignment__step="accept_report") == ["berit"]
    walker.do("berit", cases.hold_case, case, reason="Ferie.")
    entry = walker.see(lambda: HistoryEntry.objects.get(case=case, deed="hold_case"))
    assert (entry.actor_id, entry.on_behalf_of_id) == (cast.people["berit"].pk, cast.people["kari"].pk)


def test_secretariat_names_a_stand_in_for_a_coordinator_who_fell_ill(walker: Walker) -> None:
    """Nobody was named: Berit names herself on the page; from then on the mails come to her. For Ola she may not."""
    cast = walker.cast
    client = Client()
    client.force_login(cast.people["berit"])
    today, last = clock.today(), clock.today() + timedelta(days=5)
    form = {
        "absent": cast.people["kari"].pk,
        "stand_in": cast.people["berit"].pk,
        "from_date": today.isoformat(),
        "to_date": last.isoformat(),
    }
    assert client.post(reverse("note_absence"), form).status_code == 302
    case = walker.to("reported")
    assert told(walker, case=case, kind=outbox.ASKED, assignment__step="accept_report") == ["berit"]
    assert client.post(reverse("note_absence"), {**form, "absent": cast.people["ola"].pk}).status_code == 302


def test_only_the_coordinator_is_covered_by_the_secretariat(walker: Walker) -> None:
    """Who stands in for a member is the member's and the coordinator's to say."""
    cast, today = walker.cast, clock.today()
    with pytest.raises(PermissionDenied):
        walker.do(
            "berit",
            lambda by: actions.note_absence(
                cast.region, cast.people["ola"], stand_in=cast.people["berit"], by=by, from_date=today, to_date=today
            ),
        )


def test_secretariat_takes_over_when_there_is_no_coordinator(walker: Walker) -> None:
    """Kari has left: Berit is told of the report, reminded, and does the coordinator's deeds as the secretariat."""
    cast = walker.cast
    walker.do("kari", actions.end_engagement, engagement(cast, "kari"), to_date=clock.today() - timedelta(days=1))
    case = reported(walker)
    assert told(walker, case=case, kind=outbox.ASKED, assignment__step="accept_report") == ["berit"]
    with clock.travel(clock.now() + timedelta(days=30)):
        ticking.run_all()
    assert told(walker, case=case, kind=outbox.REMINDED) == ["berit"]
    walker.do("berit", cases.hold_case, case, reason="Vi venter på ny koordinator.")
    with acting_as(SYSTEM):
        assert HistoryEntry.objects.get(case=case, deed="hold_case").capacity == "secretariat"


def reported(walker: Walker) -> object:
    """A report that Ola has sent, seen without Kari."""
    case = walker.do(
        "ola", changes.start_draft, walker.cast.party("Rollag").pk, title="Felles arkiv", kind="replacement"
    )
    walker.report(case)
    return case


def test_region_is_kept_with_a_history(walker: Walker) -> None:
    """A last day of a membership, a person mended: each is an event with the one who did it."""
    cast = walker.cast
    client = Client()
    client.force_login(cast.people["kari"])
    liv = cast.people["liv"]
    form = {"name": "Liv Moen", "email": "liv.moen@example.test", "language": "nn"}
    assert client.get(reverse("mend_person", args=[liv.pk])).status_code == 200
    assert client.post(reverse("mend_person", args=[liv.pk]), form).status_code == 302
    liv.refresh_from_db()
    assert (liv.display_name, liv.email, liv.language) == ("Liv Moen", "liv.moen@example.test", "nn")
    tinn = walker.see(lambda: Membership.objects.get(municipality__party=cast.party("Tinn")))
    last = {"to_date": date(2027, 12, 31).isoformat(), "reference": "Sak 12/27"}
    assert client.post(reverse("end_membership", args=[tinn.pk]), last).status_code == 302
    events = walker.see(lambda: list(RegionEvent.objects.order_by("pk").values_list("deed", "actor__username")))
    assert events == [("mend_person", "kari"), ("end_membership", "kari")]
    page = client.get(reverse("region")).content.decode()
    assert f"{long_date(date(2027, 12, 31))}" in page


def test_person_of_another_region_alone_is_not_mended(walker: Walker) -> None:
    """What is not in the region does not exist there."""
    client = Client()
    client.force_login(walker.cast.people["kari"])
    assert client.get(reverse("mend_person", args=[walker.cast.people["per"].pk])).status_code == 404


def test_region_page_shows_whom_mails_do_not_reach(walker: Walker) -> None:
    """To Kari, beside Ola; not to Ingrid."""
    walker.to("invitation")
    with acting_as(SYSTEM):
        Notification.objects.filter(recipient=walker.cast.people["ola"]).update(state="not_reached")
    seen = {}
    for name in ("kari", "ingrid"):
        client = Client()
        client.force_login(walker.cast.people[name])
        seen[name] = client.get(reverse("region")).content.decode().count("Den siste e-posten kom ikke fram")
    assert seen == {"kari": 1, "ingrid": 0}
