"""A mail that did not arrive is told to the coordinator, once in a while for each person."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from suksit.cases.models import ChangeCase
from suksit.regions.unreached import not_reached, tell_of_unreached
from tests.walk import Walker
from workflow import clock, outbox
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.delivery import compose, deliver
from workflow.models import Notification


@pytest.fixture
def case(walker: Walker) -> ChangeCase:
    """Everyone is asked, and Ola has no address."""
    ola = walker.cast.people["ola"]
    ola.email = ""
    ola.save(update_fields=["email"])
    return walker.to("invitation")


def send_all() -> None:
    """As the worker would."""
    with acting_as(SYSTEM):
        waiting = list(Notification.objects.filter(state="waiting").values_list("pk", flat=True))
    for key in waiting:
        deliver(key)


def told(walker: Walker) -> list[tuple[str, str]]:
    """Who was told of whom."""
    return walker.see(
        lambda: list(
            Notification.objects.filter(kind=outbox.UNREACHED).values_list("recipient__username", "context__unreached")
        )
    )


def test_coordinator_is_told_once_of_a_person(walker: Walker, case: ChangeCase) -> None:
    """Two mails to Ola, two cases, one word to Kari."""
    walker.to("invitation", title="En annen sak")
    send_all()
    assert tell_of_unreached() == 1
    assert tell_of_unreached() == 0
    assert told(walker) == [("kari", "Ola")]


def test_mail_tells_whom_to_call(walker: Walker, case: ChangeCase) -> None:
    """And that the task stands as before."""
    send_all()
    tell_of_unreached()
    row = walker.see(
        lambda: Notification.objects.select_related("case__region", "assignment__party").get(kind=outbox.UNREACHED)
    )
    body = walker.see(lambda: compose(row, walker.cast.people["kari"])).body
    assert "Vi nådde ikke Ola på e-post om saken «Felles byggesaksløsning»." in body
    assert "Oppgaven står i SuksIT som før." in body


def test_all_is_well_when_mails_arrive(walker: Walker) -> None:
    """Nothing to tell."""
    walker.to("invitation")
    send_all()
    assert tell_of_unreached() == 0


def test_only_coordinator_who_is_not_reached_makes_no_ring(walker: Walker) -> None:
    """A mail about a mail about a mail is never sent."""
    kari = walker.cast.people["kari"]
    kari.email = ""
    kari.save(update_fields=["email"])
    walker.to("reported")
    send_all()
    assert tell_of_unreached() == 0
    assert told(walker) == []


def test_after_a_month_it_is_told_again(walker: Walker, case: ChangeCase) -> None:
    """When new mails do not arrive either."""
    send_all()
    assert tell_of_unreached() == 1
    with clock.travel(clock.now() + timedelta(days=40)):
        walker.to("invitation", title="En senere sak")
        send_all()
        assert tell_of_unreached() == 1


def test_case_page_says_whom_mails_do_not_reach(walker: Walker, case: ChangeCase) -> None:
    """To Kari, with the way to mend the address; not to Ingrid. Gone when a later mail has arrived."""
    send_all()
    url = reverse("mend_person", args=[walker.cast.people["ola"].pk])

    def seen(name: str) -> bool:
        client = Client()
        client.force_login(walker.cast.people[name])
        return url in client.get(reverse("case", args=[case.pk])).content.decode()

    assert (seen("kari"), seen("ingrid")) == (True, False)
    with acting_as(SYSTEM):
        Notification.objects.filter(recipient=walker.cast.people["ola"]).update(state="sent")
    assert not seen("kari")


def test_mail_that_was_dropped_says_nothing_of_the_address(walker: Walker, case: ChangeCase) -> None:
    """It was never tried: who was not reached before is not reached still."""
    send_all()
    ola = walker.cast.people["ola"].pk
    with acting_as(SYSTEM):
        Notification.objects.create(case=case, recipient_id=ola, kind="x", fact="y", state="dropped")
        assert not_reached(case=case) == {ola}
