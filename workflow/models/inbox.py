"""Whose turn it is: one open row for each open step, and who is away, with or without a stand-in."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from workflow import clock
from workflow.models.cases import Case
from workflow.models.parties import Party
from workflow.runs import run_field


class Assignment(models.Model):
    """One thing that waits for a party: any of its people with the right, or the one person named."""

    class State(models.TextChoices):
        """Open until done, or withdrawn because the case went another way."""

        OPEN = "open"
        DONE = "done"
        WITHDRAWN = "withdrawn"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    step = models.CharField(max_length=60)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="assignments")
    permission = models.CharField(max_length=60)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    subject = models.PositiveBigIntegerField(
        null=True,
        blank=True,
        help_text="The child record that the step is about, by its key; none for the case itself.",
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(default=clock.now)
    due = models.DateField(null=True, blank=True)
    waits_for_meeting = models.BooleanField(
        default=False,
        help_text="Waits for a political body: has a deadline of its own and is never escalated as silence.",
    )
    escalated_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    task = models.ForeignKey("viewflow.Task", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    run = run_field()
    closed_run = models.BigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "step", "party", "subject"],
                condition=Q(state="open"),
                nulls_distinct=False,
                name="assignment_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="assignment_closed_when_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["party", "permission", "due"], condition=Q(state="open"), name="assignment_inbox"),
            models.Index(fields=["due"], condition=Q(state="open"), name="assignment_due"),
        ]

    def __str__(self) -> str:
        return f"{self.step} for {self.party_id} in {self.case_id}: {self.state}"


class Substitution(models.Model):
    """A person is away from one day to another, both included; another stands in, or nobody does."""

    absent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences")
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="stand_ins"
    )
    region = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    from_date = models.DateField()
    to_date = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_date__gte=F("from_date")), name="substitution_ends_after_start"),
            models.CheckConstraint(condition=~Q(absent=F("stand_in")), name="substitution_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.stand_in_id or 'nobody'} for {self.absent_id} {self.from_date}–{self.to_date}"
