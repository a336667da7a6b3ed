"""One mail out of the house: rendered in the reader's language, sent once, and marked when it did not reach."""

from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation

from workflow import clock, links, outbox
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.deeds import REGISTRY, Deed
from workflow.mail_format import render_mail
from workflow.models import Assignment, Notification

FOR_GOOD = 500  # a mail server's codes from here on mean: never; below: not now


def deliver(notification_id: int) -> bool:
    """Send one notification, unless it has been sent. Returns whether a mail left.

    One that asks for a task which is no longer open is dropped, by what stands when the row is locked.
    The row is locked, so that two workers do not send the same. A worker killed between the mail server's yes and the
    commit sends it again with the same Message-ID: at least once, and mail systems fold the two.
    """
    with acting_as(SYSTEM):
        return _deliver(notification_id)


def _deliver(notification_id: int) -> bool:
    row = (
        Notification.objects.select_for_update(of=("self",))
        .select_related("case__region", "assignment__party")
        .filter(pk=notification_id)
        .first()
    )
    if row is None or row.state != Notification.State.WAITING:
        return False
    if is_too_late(row):
        return mark(row, Notification.State.DROPPED)
    reader = get_user_model().objects.get(pk=row.recipient_id)
    if not reader.email:
        return mark(row, Notification.State.NOT_REACHED, "no address")
    message = compose(row, reader)
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        if any(code < FOR_GOOD for code, _said in error.recipients.values()):
            raise  # "not now": the job comes back
        return mark(row, Notification.State.NOT_REACHED, reason_of(error))
    except SMTPDataError as error:
        if error.smtp_code < FOR_GOOD:
            raise
        return mark(row, Notification.State.NOT_REACHED, reason_of(error))
    except (SMTPNotSupportedError, ValueError) as error:  # an address that cannot be written on an envelope
        return mark(row, Notification.State.NOT_REACHED, reason_of(error))
    mark(row, Notification.State.SENT)
    return True


def is_too_late(row: Notification) -> bool:
    """Whether a mail asks for, reminds of or complains about a task that is done or taken back by now."""
    task = row.assignment
    return row.kind in outbox.ABOUT_A_TASK and task is not None and task.state != Assignment.State.OPEN


def reason_of(error: Exception) -> str:
    """What the mail server said, as far as there is room."""
    return (str(error) or type(error).__name__)[:200]


def mark(row: Notification, state: str, failure: str = "") -> bool:
    """Note what became of a notification. Returns False, for the callers that say no mail left."""
    row.state = state
    row.failure = failure
    row.sent_at = clock.now() if state == Notification.State.SENT else None
    row.save(update_fields=["state", "failure", "sent_at"])
    return False


def compose(row: Notification, reader: Any) -> EmailMultiAlternatives:
    """The mail of a notification, in the reader's language."""
    assignment = row.assignment
    deed = REGISTRY.get(assignment.step) if assignment else None
    personal = opens_by_link(assignment, deed)
    with translation.override(reader.language):
        context = {
            **row.context,
            "case": row.case,
            "region": row.case.region,
            "reader": reader,
            "assignment": assignment,
            "deed": deed,
            "personal": personal,
            "link": settings.SITE_URL + path(row, assignment, deed, personal=personal),
        }
        mail = render_mail(row.kind, context, reader.language)
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[reader.email],
        headers={"Message-ID": f"<notification-{row.pk}@{settings.MAIL_DOMAIN}>", "Content-Language": reader.language},
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def opens_by_link(assignment: Assignment | None, deed: Deed | None) -> bool:
    """Whether a signed link is enough for the task, and still opens: it closes when the last day has passed."""
    if assignment is None or deed is None or not deed.by_link:
        return False
    return assignment.state == Assignment.State.OPEN and not (assignment.due and assignment.due < clock.today())


def path(row: Notification, assignment: Assignment | None, deed: Deed | None, *, personal: bool) -> str:
    """Where the mail's link leads: a signed page for one task where that is enough, else the page behind sign-in."""
    if assignment is None or deed is None:
        return reverse("case", args=[row.case_id])
    if personal:
        return links.path_for(assignment, row.recipient_id, row.case.region_id)
    return deed.url(row.case, assignment.subject)
