"""A mail that asks for what is done already does not leave; one that tells of what has happened does."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import translation

from procurement.invitation import actions as invitation
from suksit.cases import actions as cases
from suksit.cases.models import ChangeCase
from tests.walk import Walker
from tests.workflow.mailbox import Mailbox
from workflow import assignments, clock, outbox
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.deeds import Deed
from workflow.delivery import deliver
from workflow.models import Assignment, Notification


@pytest.fixture
def case(walker: Walker, answering: Deed) -> ChangeCase:
    """The partners are asked, and what went before has been sent."""
    case = walker.to("invitation")
    with acting_as(SYSTEM):
        Notification.objects.exclude(fact__startswith="answer_invitation").update(state="sent")
    return case


def task_of(walker: Walker, case: ChangeCase, name: str) -> Assignment:
    """The question to a municipality, open or not."""
    rows = Assignment.objects.select_related("case").filter(case=case, step="answer_invitation")
    return walker.see(lambda: rows.get(party=walker.cast.party(name)))


def answer(walker: Walker, case: ChangeCase, name: str = "Rollag") -> None:
    """Rollag answers."""
    walker.do("ola", invitation.answer_invitation, walker.answer_of(case, name), choice="yes")


def send_all() -> list[bool]:
    """As the worker would, oldest first."""
    with acting_as(SYSTEM):
        waiting = list(Notification.objects.filter(state="waiting").order_by("pk").values_list("pk", flat=True))
    return [deliver(key) for key in waiting]


def became(walker: Walker, kind: str, *names: str) -> Counter[str]:
    """What became of the mails of a kind to some persons."""
    rows = Notification.objects.filter(kind=kind, recipient__username__in=names)
    return walker.see(lambda: Counter(rows.exclude(fact__startswith="accept").values_list("state", flat=True)))


def to(mailbox: Mailbox) -> Counter[str]:
    """To whom mails came."""
    return Counter(mail["To"].partition("@")[0] for mail in mailbox.mails)


def test_question_that_is_answered_before_the_mail_leaves_is_not_asked(
    walker: Walker, case: ChangeCase, mailbox: Mailbox
) -> None:
    """Nothing to Ola and Dag, whose Rollag has answered; the others are asked, and Kari is told of the answer."""
    answer(walker, case)
    send_all()
    assert became(walker, outbox.ASKED, "ola", "dag") == {"dropped": 2}
    assert to(mailbox) == {"ingrid": 1, "eva": 1, "tor": 1, "hans": 1, "kari": 1}
    assert became(walker, outbox.DECIDED, "kari")["sent"] == 1


def test_dropped_mail_stays_dropped(walker: Walker, case: ChangeCase, mailbox: Mailbox) -> None:
    """Nothing says that it was sent, and a job that is run twice changes nothing."""
    answer(walker, case)
    row = walker.see(lambda: Notification.objects.get(kind=outbox.ASKED, recipient=walker.cast.people["ola"]))
    assert [deliver(row.pk), deliver(row.pk)] == [False, False]
    now = walker.see(lambda: Notification.objects.get(pk=row.pk))
    assert (now.state, now.sent_at, now.failure) == (Notification.State.DROPPED, None, "")
    assert mailbox.mails == []


@pytest.mark.parametrize(
    ("language", "words"), [("nb", "ikke sendt: oppgaven var gjort"), ("nn", "ikkje send: oppgåva")]
)
def test_dropped_mail_is_named_in_words(language: str, words: str) -> None:
    """For whoever lists mails."""
    with translation.override(language):
        assert str(Notification(state=Notification.State.DROPPED).get_state_display()).startswith(words)


def test_reminder_and_complaint_of_a_task_that_is_done_do_not_leave(
    walker: Walker, case: ChangeCase, mailbox: Mailbox
) -> None:
    """The last day has passed, and Ola answers before the mails are sent."""
    with acting_as(SYSTEM):
        row = task_of(walker, case, "Rollag")
        row.due = clock.today() - timedelta(days=1)
        outbox.remind(case, row, "late")
        outbox.escalate(row, "give_authorisation")
    answer(walker, case)
    send_all()
    assert became(walker, outbox.REMINDED, "ola", "dag") == {"dropped": 2}
    assert became(walker, outbox.ESCALATED, "dag") == {"dropped": 1}
    assert not {"ola", "dag"} & set(to(mailbox))


def test_reminder_and_complaint_of_an_open_task_leave(walker: Walker, case: ChangeCase, mailbox: Mailbox) -> None:
    """As before."""
    with acting_as(SYSTEM):
        row = task_of(walker, case, "Rollag")
        row.due = clock.today() - timedelta(days=1)
        row.save(update_fields=["due"])
        outbox.remind(case, row, "late")
        outbox.escalate(row, "give_authorisation")
    assert all(send_all())
    assert (to(mailbox)["ola"], to(mailbox)["dag"]) == (2, 3)


def test_cancelled_case_asks_nobody_and_tells_everybody(walker: Walker, case: ChangeCase, mailbox: Mailbox) -> None:
    """The tasks are taken back: the questions stay at home, the news goes out."""
    walker.do("kari", cases.cancel_case, case, reason="Leverandøren er kjøpt opp.")
    send_all()
    assert became(walker, outbox.ASKED, "ola", "dag", "ingrid", "eva", "tor", "hans") == {"dropped": 6}
    assert became(walker, outbox.DECIDED, "ola")["sent"] == 1
    assert to(mailbox)["ola"] == 1


NEWS = {
    outbox.OVERDUE: {"party": "Rollag", "due": "2026-11-20"},
    outbox.UNREACHED: {"unreached": "Ola"},
}


@pytest.mark.parametrize("kind", NEWS)
def test_news_that_hang_on_a_task_leave_when_it_is_done(
    walker: Walker, case: ChangeCase, mailbox: Mailbox, kind: str
) -> None:
    """Whatever tells of what has happened is told."""
    with acting_as(SYSTEM):
        task = task_of(walker, case, "Rollag")
        kari = walker.cast.people["kari"].pk
        outbox.tell(case, [kari], kind=kind, fact="x", assignment=task, context=NEWS[kind])
        assignments.close_step(case, "answer_invitation", by=SYSTEM)
    send_all()
    assert to(mailbox) == {"kari": 1}


def test_task_that_comes_back_is_asked_anew(walker: Walker, case: ChangeCase, mailbox: Mailbox) -> None:
    """The mail of the first is dropped, the mail of the second leaves."""
    answer(walker, case)
    with acting_as(SYSTEM):
        assignments.open_one(
            case, "answer_invitation", party=walker.cast.party("Rollag"), permission="answer_invitation"
        )
    send_all()
    assert became(walker, outbox.ASKED, "ola") == {"dropped": 1, "sent": 1}
    assert to(mailbox)["ola"] == 1
