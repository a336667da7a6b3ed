"""A mail out of the house, over a real mail server's socket: once, in order, and marked when it did not reach."""

from collections.abc import Callable
from smtplib import SMTPRecipientsRefused

import pytest
from django.db import connection, transaction
from django.utils import timezone

from suksit.cases.models import ChangeCase
from tests.walk import Walker
from tests.workflow.mailbox import Mailbox
from workflow import outbox
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.deeds import Deed
from workflow.delivery import deliver
from workflow.models import Notification


@pytest.fixture
def case(walker: Walker, answering: Deed) -> ChangeCase:
    """The partners are asked."""
    return walker.to("invitation", title="Felles løsning på Øvre Eiker – æøå")


def waiting(walker: Walker, name: str) -> Notification:
    """What waits to be sent to a person about the question."""
    return walker.see(lambda: Notification.objects.get(recipient=walker.cast.people[name], kind=outbox.ASKED), "kari")


def again(walker: Walker, row: Notification) -> Notification:
    """The row as it is now."""
    return walker.see(lambda: Notification.objects.get(pk=row.pk), "kari")


def test_mail_leaves_with_norwegian_letters(walker: Walker, case: ChangeCase, mailbox: Mailbox) -> None:
    """The subject and both parts come through as written; the row says sent."""
    row = waiting(walker, "ola")
    assert deliver(row.pk) is True
    (mail,) = mailbox.mails
    assert mailbox.subjects() == ["Svar for Rollag: Felles løsning på Øvre Eiker – æøå"]
    assert mail["To"] == "ola@example.test"
    assert mail["Message-ID"] == f"<notification-{row.pk}@suksit.invalid>"
    plain, page = (part.get_payload(decode=True).decode() for part in mail.get_payload())
    assert "Kari spør om Rollag vil være med på «Felles løsning på Øvre Eiker – æøå»." in plain
    assert "Kari spør om Rollag vil være med på «Felles løsning på Øvre Eiker – æøå»." in page
    now = again(walker, row)
    assert (now.state, now.failure) == ("sent", "")
    assert now.sent_at is not None


def test_repeat_sends_nothing(walker: Walker, case: ChangeCase, mailbox: Mailbox) -> None:
    """A job that is run twice, after a kill or by hand."""
    row = waiting(walker, "ola")
    assert [deliver(row.pk), deliver(row.pk)] == [True, False]
    assert len(mailbox.mails) == 1


def test_refused_recipient_is_marked_not_reached(walker: Walker, case: ChangeCase, mailbox: Mailbox) -> None:
    """For good: the job does not come back, and what the server said is kept."""
    mailbox.refuses["ola@example.test"] = "550 No such user here"
    row = waiting(walker, "ola")
    assert deliver(row.pk) is False
    now = again(walker, row)
    assert now.state == Notification.State.NOT_REACHED
    assert "No such user here" in now.failure
    assert now.sent_at is None
    assert deliver(row.pk) is False
    assert mailbox.mails == []


def test_mail_server_that_says_not_now_is_asked_again(walker: Walker, case: ChangeCase, mailbox: Mailbox) -> None:
    """The error goes to the job, which comes back; the row still waits."""
    mailbox.refuses["ola@example.test"] = "451 Greylisted, try again later"
    row = waiting(walker, "ola")
    with pytest.raises(SMTPRecipientsRefused), transaction.atomic():
        deliver(row.pk)
    assert again(walker, row).state == Notification.State.WAITING
    mailbox.refuses.clear()
    assert deliver(row.pk) is True


@pytest.mark.parametrize("address", ["", "ola@rollag\nBcc: alle@example.test"])
def test_address_that_cannot_be_used_is_marked_not_reached(
    walker: Walker, case: ChangeCase, mailbox: Mailbox, address: str
) -> None:
    """Empty, or forged."""
    ola = walker.cast.people["ola"]
    ola.email = address
    ola.save(update_fields=["email"])
    row = waiting(walker, "ola")
    assert deliver(row.pk) is False
    assert again(walker, row).state == Notification.State.NOT_REACHED
    assert mailbox.mails == []


def test_deed_rolled_back_tells_nobody(walker: Walker, answering: Deed) -> None:
    """Neither a row nor a job is left of it."""
    case = walker.to("accepted")
    before = jobs()
    with transaction.atomic():
        walker.ask(case)
        assert jobs() > before
        transaction.set_rollback(True)
    assert jobs() == before
    assert walker.see(lambda: Notification.objects.filter(fact__startswith="answer_invitation").count()) == 0


def test_each_notification_gets_one_job(walker: Walker, answering: Deed) -> None:
    """As many jobs as persons who are told."""
    case = walker.to("accepted")
    before = jobs()
    walker.ask(case)
    told = walker.see(lambda: Notification.objects.filter(case=case, fact__startswith="answer_invitation").count())
    assert told > 0
    assert jobs() - before >= told


def jobs() -> int:
    """How many mail jobs stand in the queue."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'mail'")
        return cursor.fetchone()[0]


def test_mail_takes_few_queries(
    walker: Walker, case: ChangeCase, mailbox: Mailbox, django_assert_max_num_queries: Callable
) -> None:
    """Who acts, the row, the reader, the mark, and the savepoint around them."""
    row = waiting(walker, "ola")
    with django_assert_max_num_queries(7):
        deliver(row.pk)
    with acting_as(SYSTEM):
        assert Notification.objects.get(pk=row.pk).sent_at <= timezone.now()
