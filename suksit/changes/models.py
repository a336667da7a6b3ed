"""The report of a change, its assessment, and the decisions at the decision points."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflow.models import Case, Party


class ChangeKind(models.TextChoices):
    """The five changes that the common routine applies to."""

    REPLACEMENT = "replacement", _("Replace a system")
    NEW = "new", _("Start using something new")
    UPGRADE = "upgrade", _("Upgrade")
    RENEGOTIATION = "renegotiation", _("Renegotiate the agreement")
    INTEGRATION = "integration", _("Connect or automate")


class ChangeReport(models.Model):
    """What a municipality reports: kept short, completed later. One to one with its case."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="report")
    municipality = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    step_reached = models.PositiveSmallIntegerField(default=1)
    in_use_today = models.CharField(max_length=200, blank=True, default="")
    supplier_today = models.CharField(max_length=200, blank=True, default="")
    agreement_ends = models.DateField(null=True, blank=True)
    needs = models.TextField(blank=True, default="")
    affected = models.CharField(max_length=300, blank=True, default="")
    wanted_by = models.DateField(null=True, blank=True)
    rough_value = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, help_text="NOK excl. VAT over four years."
    )
    draft_benefits = models.TextField(blank=True, default="")
    benefits_later = models.BooleanField(default=False)
    obstacles = models.TextField(blank=True, default="")
    reported_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="merged_reports"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rough_value__isnull=True) | Q(rough_value__gte=0), name="report_value_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.case_id}"

    @property
    def is_incomplete(self) -> bool:
        """Whether needs or a draft of benefits are still missing; welcome at first, required before BP1."""
        return not (self.needs.strip() and self.draft_benefits.strip())


class Reporter(models.Model):
    """A municipality that has reported the need. A merged case has several."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reporters")
    municipality = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "municipality"], name="reporter_once")]

    def __str__(self) -> str:
        return f"{self.municipality_id} in {self.case_id}"


class Assessment(models.Model):
    """The project-assessment template (mal for prosjektvurdering): whether the project should be started."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="assessment")
    principles = models.JSONField(default=list, help_text="Numbers of the strategy's principles that the case serves.")
    required_by_law = models.BooleanField(default=False)
    law_reference = models.CharField(max_length=200, blank=True, default="")
    recommendation = models.TextField(blank=True, default="")
    assessed_on = models.DateField()
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"assessment of {self.case_id}"


class AssessmentScore(models.Model):
    """One criterion's score from 1 to 5, against written anchors."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=40)
    score = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="score_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="score_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.score}"


class DecisionRecord(models.Model):
    """A decision at a decision point (BP1–BP6): go, no-go or hold, by whom, when, on which conditions. BP6 repeats."""

    class Outcome(models.TextChoices):
        """What was decided."""

        GO = "go", _("Go")
        NO_GO = "no_go", _("No go")
        HOLD = "hold", _("Hold")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    point = models.CharField(max_length=3)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    conditions = models.TextField(blank=True, default="")
    decided_on = models.DateField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.point} {self.outcome}"
