"""How the buying is to be done: the route with its reason, who leads, and what is planned."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflow.models import Case, Party


class Route(models.TextChoices):
    """The ways from a need to a contract."""

    FULL = "full", _("Full competition")
    SIMPLIFIED = "simplified", _("Simplified competition, below the national threshold")
    CALL_OFF = "call_off", _("Call-off or option in an existing agreement")
    RENEGOTIATION = "renegotiation", _("Renegotiation of an existing agreement")
    NONE = "none", _("No procurement")


class Plan(models.Model):
    """The plan of one joint procurement. One to one with its case."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="plan")
    lead_buyer = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    route = models.CharField(max_length=20, choices=Route.choices, blank=True, default="")
    route_reason = models.TextField(blank=True, default="")
    procedure = models.CharField(max_length=40, blank=True, default="")
    years = models.PositiveSmallIntegerField(default=4, help_text="Contract years with options, for the value.")
    cpv = models.CharField(max_length=10, blank=True, default="")
    standard_contract = models.CharField(max_length=20, blank=True, default="")
    environment_route = models.CharField(
        max_length=40, blank=True, default="", help_text="How the environment is weighed, by the law's own routes."
    )
    environment = models.TextField(blank=True, default="", help_text="Why the environment is weighed so.")
    existing_agreement = models.CharField(max_length=200, blank=True, default="")
    competition_starts = models.DateField(null=True, blank=True)
    total_value = models.DecimalField(
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="NOK excl. VAT, all participants with options, at the freeze.",
    )
    verdict = models.JSONField(default=dict, help_text="Regime, rows and figures used at the gate, as they were.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(route="") | ~Q(route_reason=""), name="plan_route_has_reason"),
        ]

    def __str__(self) -> str:
        return f"plan of {self.case_id}"


class Responsible(models.Model):
    """A person named for a task of the case: the purchaser, a member of the evaluation group."""

    class Task(models.TextChoices):
        """What the person is named for."""

        EVALUATOR = "evaluator", _("Evaluation group")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="responsibles")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    task = models.CharField(max_length=20, choices=Task.choices)
    named_on = models.DateField()
    impartial_on = models.DateField(null=True, blank=True, help_text="When the person declared to be impartial.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person", "task"], name="responsible_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.task}"
