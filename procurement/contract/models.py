"""One contract for each participant: its own value, start, end and signature."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_fsm import transition

from workflow.models import Case, Party
from workflow.states import StateField


class Contract(models.Model):
    """A party's own contract from the joint procurement. It is signed when that party is ready."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contracts")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contracts")
    state = StateField(default="to_sign")
    as_option = models.BooleanField(default=False)
    supplier = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True, default="")
    annual_value = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, help_text="NOK excl. VAT a year."
    )
    estimated_annual_value = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, help_text="NOK excl. VAT a year, as answered."
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    option_months = models.PositiveSmallIntegerField(default=0, help_text="Months of extension that may be called.")
    notice_months = models.PositiveSmallIntegerField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "party"], name="contract_once"),
            models.CheckConstraint(
                condition=Q(state__in=["to_sign", "signed", "withdrawn"]), name="contract_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | (Q(signed_on__isnull=False) & Q(signed_by__isnull=False)),
                name="contract_signed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="contract_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.supplier}"

    @transition(field="state", source="to_sign", target="signed")
    def sign_contract(self) -> None:
        """The party has signed."""

    @transition(field="state", source="to_sign", target="withdrawn")
    def withdraw_contract(self) -> None:
        """The party does not sign: an option not called, or a participant that left."""
