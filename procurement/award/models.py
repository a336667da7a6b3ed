"""The award: who was chosen, why, and until when nobody may sign."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from procurement.competition.models import Competition, Tender
from workflow.models import Case


class Award(models.Model):
    """The choice of a supplier, by the lead buyer's authorised person on the evaluation group's recommendation."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="awards")
    competition = models.OneToOneField(Competition, on_delete=models.CASCADE, related_name="award")
    recommended = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="+")
    recommendation = models.TextField()
    recommended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    winner = models.ForeignKey(Tender, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True, default="")
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    letters_sent_on = models.DateField(null=True, blank=True)
    standstill_ends = models.DateField(null=True, blank=True)
    standstill_rule = models.CharField(max_length=200, blank=True, default="")
    complaint_on = models.DateField(null=True, blank=True)
    complaint_settled_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | (Q(winner__isnull=False) & ~Q(reason="")),
                name="award_decided_has_winner_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(standstill_ends__isnull=True) | Q(standstill_ends__gte=F("letters_sent_on")),
                name="award_standstill_after_letters",
            ),
        ]

    def __str__(self) -> str:
        return f"award of {self.case_id}"
