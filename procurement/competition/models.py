"""The competition: the notice or the invitation to tender, and the tenders as the KGV's opening record has them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from workflow.models import Case


class Competition(models.Model):
    """One run of a competition. A cancelled one is followed by another on the same case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="competitions")
    run = models.PositiveSmallIntegerField(default=1)
    notice_id = models.CharField(
        max_length=40, blank=True, default="", help_text="Doffin, as 2026-112379; none for a simplified one."
    )
    kgv_link = models.URLField(blank=True, default="")
    started_on = models.DateField()
    tender_deadline = models.DateField()
    tender_time = models.TimeField(default="12:00")
    opened_on = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    cancel_code = models.CharField(max_length=20, blank=True, default="", help_text="eForms non-award justification.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "run"], name="competition_run_once"),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True) | ~Q(cancel_code=""), name="competition_cancel_has_code"
            ),
        ]

    def __str__(self) -> str:
        return f"competition {self.run} of {self.case_id}"


class Tender(models.Model):
    """A tender as registered after the opening. Seen by the evaluation group alone until the award."""

    competition = models.ForeignKey(Competition, on_delete=models.CASCADE, related_name="tenders")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tenders")
    supplier = models.CharField(max_length=200)
    organisation_number = models.CharField(max_length=9, blank=True, default="")
    price = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, help_text="NOK excl. VAT over the contract."
    )
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    reason = models.TextField(blank=True, default="")
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["competition", "supplier"], name="tender_once"),
            models.CheckConstraint(condition=Q(price__isnull=True) | Q(price__gte=0), name="tender_price_not_negative"),
        ]

    def __str__(self) -> str:
        return self.supplier
