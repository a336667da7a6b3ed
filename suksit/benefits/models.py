"""What is to be gained: described once, harvested by each party, measured in rounds. "Not measured" is never zero."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from workflow.models import Case, Party
from workflow.states import StateField


class BenefitKind(models.TextChoices):
    """The three kinds of the common benefits method."""

    MONEY = "money", _("Kroner a year")
    TIME = "time", _("Freed time")
    QUALITY = "quality", _("Better quality")


class Benefit(models.Model):
    """A benefit of a case, described once for all parties."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="benefits")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=BenefitKind.choices)
    question = models.CharField(max_length=200, help_text="What the measuring page asks, in plain words.")
    explained = models.CharField(max_length=200, blank=True, default="", help_text="What the number means, one line.")
    unit = models.CharField(max_length=40, help_text="As shown after the number: days, hours a year, kroner a year.")
    where_to_find = models.CharField(max_length=400, blank=True, default="")
    assumption = models.CharField(max_length=400, blank=True, default="")

    def __str__(self) -> str:
        return self.title


class Harvest(models.Model):
    """One party's own share of a benefit: owner, baseline, target.

    Achieved % is (measured − baseline) / (target − baseline).
    """

    benefit = models.ForeignKey(Benefit, on_delete=models.CASCADE, related_name="harvests")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="harvests")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="harvests")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    baseline = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    story_title = models.CharField(max_length=80, blank=True, default="")
    story = models.CharField(max_length=400, blank=True, default="", help_text="What worked, for others to copy.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["benefit", "party"], name="harvest_once")]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.benefit_id}"


class Measurement(models.Model):
    """One round of measuring for one party: due, then measured, or said to be impossible this time."""

    harvest = models.ForeignKey(Harvest, on_delete=models.CASCADE, related_name="measurements")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="measurements")
    state = StateField(default="planned")
    due = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    note = models.CharField(max_length=300, blank=True, default="")
    measured_on = models.DateField(null=True, blank=True)
    measured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["harvest", "due"], name="measurement_round_once"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "asked", "measured", "not_measured", "withdrawn"]),
                name="measurement_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="measured", value__isnull=False) | (~Q(state="measured") & Q(value__isnull=True)),
                name="measurement_number_when_measured",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.harvest_id} {self.due}: {self.value}"

    @transition(field="state", source="planned", target="asked")
    def ask_measurement(self) -> None:
        """The round has come: the number is asked for."""

    @transition(field="state", source=["asked", "measured", "not_measured"], target="measured")
    def enter_measurement(self) -> None:
        """The number is given, or mended before the correction date."""

    @transition(field="state", source="asked", target="not_measured")
    def skip_measurement(self) -> None:
        """It could not be measured this time; that is an answer."""

    @transition(field="state", source=["planned", "asked"], target="withdrawn")
    def withdraw_measurement(self) -> None:
        """The round is not to be measured: its time is over, or the party does not use the solution."""
