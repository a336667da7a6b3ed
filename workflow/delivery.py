"""One mail out of the house: rendered in the reader's language, sent once, and marked when it did not reach."""

from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation

from workflow import clock, links
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.deeds import REGISTRY
from workflow.mail_format import render_mail
from workflow.models import Assignment, Notification


def deliver(notification_id: int) -> bool:
    """Send one notification, unless it has been sent. Returns whether a mail left.

    The row is locked, so that two workers do not send the same. A worker killed between the mail server's yes and the
    commit sends it again with the same Message-ID: at least once, and mail systems fold the two.
    """
    with acting_as(SYSTEM):
        return _deliver(notification_id)


def _deliver(notification_id: int) -> bool:
    row = (
        Notification.objects.select_for_update(of=("self",))
        .select_related("case__region", "assignment")
        .filter(pk=notification_id)
        .first()
    )
    if row is None or row.state != Notification.State.WAITING:
        return False
    reader = get_user_model().objects.get(pk=row.recipient_id)
    if not reader.email:
        return mark(row, Notification.State.NOT_REACHED, "no address")
    message = compose(row, reader)
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        return mark(row, Notification.State.NOT_REACHED, str(error)[:200])
    mark(row, Notification.State.SENT)
    return True


def mark(row: Notification, state: str, failure: str = "") -> bool:
    """Note what became of a notification. Returns False, for the callers that say no mail left."""
    row.state = state
    row.failure = failure
    row.sent_at = clock.now() if state == Notification.State.SENT else None
    row.save(update_fields=["state", "failure", "sent_at"])
    return False


def compose(row: Notification, reader: object) -> EmailMultiAlternatives:
    """The mail of a notification, in the reader's language."""
    assignment = row.assignment
    deed = REGISTRY.get(assignment.step) if assignment else None
    with translation.override(reader.language):
        context = {
            **row.context,
            "case": row.case,
            "region": row.case.region,
            "reader": reader,
            "assignment": assignment,
            "deed": deed,
            "link": settings.SITE_URL + path(row, assignment, deed),
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


def path(row: Notification, assignment: Assignment | None, deed: object) -> str:
    """Where the mail's link leads: a signed page for one task where that is enough, else the page behind sign-in."""
    if assignment is None or deed is None:
        return reverse("case", args=[row.case_id])
    if deed.by_link:
        return links.path_for(assignment, row.recipient_id, row.case.region_id)
    return deed.url(row.case, assignment.subject)
