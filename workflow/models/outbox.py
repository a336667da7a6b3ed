"""What people are told: one row for each fact and recipient, so that a repeat sends nothing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflow import clock
from workflow.models.cases import Case
from workflow.models.inbox import Assignment
from workflow.runs import run_field


class Notification(models.Model):
    """One mail to one person about one fact: asked, reminded, escalated, decided."""

    class State(models.TextChoices):
        """Waiting for the job, sent, not reached, or dropped: what it asked for was done before it left."""

        WAITING = "waiting", _("waits to be sent")
        SENT = "sent", _("sent")
        NOT_REACHED = "not_reached", _("did not arrive")
        DROPPED = "dropped", _("not sent: the task was done")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notifications")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60, help_text="The mail's template, as `procurement/answer_invitation`.")
    fact = models.CharField(max_length=120, help_text="What it tells of; the same fact is told a person once.")
    assignment = models.ForeignKey(Assignment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    context = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True, default="")
    run = run_field()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "fact", "recipient"], name="notification_fact_once")
        ]
        indexes = [models.Index(fields=["state"], condition=models.Q(state="waiting"), name="notification_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient_id}: {self.state}"
