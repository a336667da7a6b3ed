"""The law's figures as dated, cited rows. Never constants: they change, and some are not yet confirmed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ThresholdKind(models.TextChoices):
    """Which threshold it is."""

    ACT = "act", _("The Act applies from")
    NATIONAL = "national", _("National threshold")
    EEA = "eea", _("EEA threshold for municipalities")
    EEA_STATE = "eea_state", _("EEA threshold for the state")
    EEA_WORKS = "eea_works", _("EEA threshold for works")
    EEA_SOCIAL = "eea_social", _("EEA threshold for health, social and special services")


class DeadlineKind(models.TextChoices):
    """Which deadline it is."""

    TENDER_OPEN = "tender_open", _("Tenders, open procedure")
    TENDER_OPEN_PAPER = "tender_open_paper", _("Tenders, open procedure, not electronic")
    TENDER_OPEN_SHORT = "tender_open_short", _("Tenders, open procedure, shortened")
    REQUEST_RESTRICTED = "request_restricted", _("Requests to take part, restricted procedure")
    REQUEST_RESTRICTED_SHORT = "request_restricted_short", _("Requests to take part, restricted procedure, urgent")
    TENDER_RESTRICTED = "tender_restricted", _("Tenders, restricted procedure")
    TENDER_RESTRICTED_PAPER = "tender_restricted_paper", _("Tenders, restricted procedure, not electronic")
    TENDER_RESTRICTED_SHORT = "tender_restricted_short", _("Tenders, restricted procedure, shortened")
    STANDSTILL = "standstill", _("Standstill after an electronic award letter")
    STANDSTILL_PAPER = "standstill_paper", _("Standstill after an award letter on paper")
    AWARD_NOTICE = "award_notice", _("Notice of the contract, at the latest")


class LegalRow(models.Model):
    """What every row of law says of itself: from when to when, by what rule, by what source, and whether confirmed."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    citation = models.CharField(max_length=120)
    source = models.CharField(max_length=200)
    verified = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="%(class)s_ends_after_start",
            ),
            models.UniqueConstraint(fields=["kind", "valid_from"], name="%(class)s_once_a_day"),
        ]
        ordering = ["kind", "valid_from"]


class Threshold(LegalRow):
    """An amount from which stricter rules apply, NOK excl. VAT."""

    kind = models.CharField(max_length=20, choices=ThresholdKind.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=2, help_text="NOK excl. VAT.")

    class Meta(LegalRow.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} from {self.valid_from}"


class LegalDeadline(LegalRow):
    """A number of calendar days that the law asks for: at least, or at most for a notice afterwards."""

    kind = models.CharField(max_length=30, choices=DeadlineKind.choices)
    amount = models.PositiveSmallIntegerField(help_text="Calendar days.")
    unit = models.CharField(max_length=20, default="calendar_days")

    class Meta(LegalRow.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.unit} from {self.valid_from}"
