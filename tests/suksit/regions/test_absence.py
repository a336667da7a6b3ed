"""A person is away and nobody stands in: others with the right are told, else those who keep the region."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from suksit.cases import actions as cases
from suksit.cases.models import ChangeCase
from suksit.regions import actions
from suksit.regions.models import RegionEvent
from suksit.templatetags.form_of import day_month
from tests.walk import Walker
from workflow import clock, outbox
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.delivery import compose
from workflow.models import Assignment, HistoryEntry, Notification, Substitution

LAST = timedelta(days=5)


def away(walker: Walker, *names: str, by: str = "kari", stand_in: str = "") -> None:
    """Note that people are away from today on."""
    people, days = walker.cast.people, {"from_date": clock.today(), "to_date": clock.today() + LAST}
    for name in names:
        walker.do(
            by,
            lambda name=name, *, by: actions.note_absence(
                walker.cast.region, people[name], by=by, stand_in=people.get(stand_in), **days
            ),
        )


def told(walker: Walker, case: ChangeCase, kind: str, **of: Any) -> list[str]:
    """Who was told, by user name."""
    with acting_as(SYSTEM):
        rows = Notification.objects.filter(case=case, kind=kind, **of)
        return sorted(rows.values_list("recipient__username", flat=True))


def asked_of_rollag(walker: Walker, case: ChangeCase) -> list[str]:
    """Who was asked for Rollag's answer."""
    of = {"assignment__step": "answer_invitation", "assignment__party": walker.cast.party("Rollag")}
    return told(walker, case, outbox.ASKED, **of)


def page_of(walker: Walker, name: str) -> Client:
    """A client signed in."""
    client = Client()
    client.force_login(walker.cast.people[name])
    return client


def test_coordinator_notes_an_absence_without_a_stand_in(walker: Walker) -> None:
    """Nobody need be named; the region's page and its own history say so."""
    client, ola, today = page_of(walker, "kari"), walker.cast.people["ola"], clock.today()
    form = {"absent": ola.pk, "stand_in": "", "from_date": today.isoformat(), "to_date": (today + LAST).isoformat()}
    assert client.post(reverse("note_absence"), form).status_code == 302
    assert Substitution.objects.get().stand_in is None
    days = {"from": day_month(today), "to": day_month(today + LAST)}
    said = "Ola er borte fra {from} til {to}, og ingen er vikar".format(**days)
    assert said in client.get(reverse("region")).content.decode()
    event = RegionEvent.objects.get(deed="note_absence")
    assert (event.about, event.data["absent"], "stand_in" in event.data) == (f"user:{ola.pk}", ola.pk, False)


def test_absence_that_ends_before_it_begins_keeps_what_is_typed(walker: Walker) -> None:
    """Said in words; nothing is noted."""
    client, today = page_of(walker, "ola"), clock.today()
    form = {"absent": walker.cast.people["ola"].pk, "from_date": today.isoformat(), "to_date": "2020-01-01"}
    response = client.post(reverse("note_absence"), form)
    assert response.status_code == 422
    assert 'value="2020-01-01"' in response.content.decode()
    assert not Substitution.objects.exists()


@pytest.mark.parametrize(("by", "name"), [("berit", "ola"), ("ola", "dag"), ("per", "ola")])
def test_only_oneself_and_the_coordinator_note_an_absence(walker: Walker, by: str, name: str) -> None:
    """The secretariat may for a coordinator alone; a neighbour's coordinator not at all."""
    with pytest.raises(PermissionDenied):
        away(walker, name, by=by)


def test_others_who_hold_the_right_are_asked_instead(walker: Walker) -> None:
    """Ola is away, Dag is at hand: Dag alone gets the mail, and Kari needs none."""
    away(walker, "ola", by="ola")
    case = walker.to("invitation")
    assert asked_of_rollag(walker, case) == ["dag"]
    assert told(walker, case, outbox.AWAY) == []


def test_coordinator_is_told_once_when_nobody_is_at_hand(walker: Walker) -> None:
    """Ola and Dag are both away: they are asked all the same, and Kari is told who they are, once."""
    away(walker, "ola", "dag")
    case = walker.to("invitation")
    assert asked_of_rollag(walker, case) == ["dag", "ola"]
    with acting_as(SYSTEM):
        row = Assignment.objects.select_related("case").get(
            case=case, step="answer_invitation", party=walker.cast.party("Rollag")
        )
        outbox.remind(case, row, "near")
    about_rollag = {"fact": f"answer_invitation:{row.pk}"}
    assert told(walker, case, outbox.AWAY, **about_rollag) == ["kari"]
    with acting_as(SYSTEM):
        mail = compose(Notification.objects.get(kind=outbox.AWAY, **about_rollag), walker.cast.people["kari"])
    assert mail.subject == "Ingen er tilgjengelig i Rollag: Felles byggesaksløsning"
    assert "Borte uten vikar: Dag, Ola." in mail.body
    assert reverse("case", args=[case.pk]) in mail.body


def test_stand_in_named_later_takes_the_tasks(walker: Walker) -> None:
    """Liv answers for Ola from the moment that she is named, and he is no longer said to be away alone."""
    away(walker, "ola")
    away(walker, "ola", stand_in="liv")
    case = walker.to("invitation")
    assert asked_of_rollag(walker, case) == ["dag", "liv"]
    assert "er borte" not in page_of(walker, "mona").get(reverse("case", args=[case.pk])).content.decode()


def test_case_says_who_is_away_until_the_last_day_has_passed(walker: Walker) -> None:
    """Mona waits for four, and reads that Ola is away; the day after it is not said any more."""
    away(walker, "ola")
    case = walker.to("invitation")
    url = reverse("case", args=[case.pk])
    said = f"Ola er borte til og med {day_month(clock.today() + LAST)}, og ingen er vikar."
    assert said in page_of(walker, "mona").get(url).context["turn"]["muted"]
    with clock.travel(clock.now() + LAST + timedelta(days=1)):
        assert "er borte" not in page_of(walker, "mona").get(url).context["turn"]["muted"]


def test_one_who_is_away_may_still_do_it(walker: Walker) -> None:
    """Being away takes no right from anybody."""
    away(walker, "ola")
    case = walker.to("invitation")
    assert page_of(walker, "ola").get(reverse("case", args=[case.pk])).context["turn"]["url"]


def test_secretariat_takes_over_while_the_only_coordinator_is_away(walker: Walker) -> None:
    """The report goes to Berit, who acts as the secretariat; when Kari is back, Berit may not."""
    away(walker, "kari", by="berit")
    case = walker.to("reported")
    assert told(walker, case, outbox.ASKED, assignment__step="accept_report") == ["berit"]
    assert told(walker, case, outbox.AWAY) == []
    walker.do("berit", cases.hold_case, case, reason="Vi venter på koordinatoren.")
    with acting_as(SYSTEM):
        assert HistoryEntry.objects.get(case=case, deed="hold_case").capacity == "secretariat"
    with clock.travel(clock.now() + LAST + timedelta(days=1)), pytest.raises(PermissionDenied):
        walker.do("berit", cases.resume_case, case)
