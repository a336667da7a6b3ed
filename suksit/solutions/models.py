"""What each municipality runs, from whom, until when: the register that reports and warnings draw on."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from suksit.regions.models import Region
from workflow.models import Case, Party


class Agreement(models.Model):
    """A system in use at a municipality, with its agreement. From a spreadsheet, or from a case's own contract."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="agreements")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="agreements")
    system = models.CharField(max_length=200)
    supplier = models.CharField(max_length=200, blank=True, default="")
    ends_on = models.DateField(null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(null=True, blank=True)
    options = models.CharField(max_length=200, blank=True, default="")
    yearly_cost = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, help_text="NOK excl. VAT a year."
    )
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="agreements")
    updated_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "party", "system", "supplier"], name="agreement_once"),
            models.CheckConstraint(
                condition=Q(yearly_cost__isnull=True) | Q(yearly_cost__gte=0), name="agreement_cost_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.system}"


class AgreementImport(models.Model):
    """An uploaded list as it was read, waiting for its reader to say yes. Only the one who uploaded it sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list, help_text="The rows with their errors; emptied when they are imported.")
    made_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.file_name
