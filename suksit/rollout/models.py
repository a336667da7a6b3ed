"""Taking the solution into use: one roll-out for each party, with a life of its own."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import transition

from workflow.models import Case, Party
from workflow.states import StateField


class Rollout(models.Model):
    """A party takes the solution into use: planned and actual go-live, a checklist, operations' acceptance."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="rollouts")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="rollouts")
    state = StateField(default="to_plan")
    local_lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    planned_on = models.DateField(null=True, blank=True)
    first_planned_on = models.DateField(null=True, blank=True)
    delay_cause = models.CharField(max_length=300, blank=True, default="")
    accepted_on = models.DateField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    went_live_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "party"], name="rollout_once"),
            models.CheckConstraint(
                condition=Q(state__in=["to_plan", "planned", "accepted", "live", "withdrawn"]),
                name="rollout_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="live") | Q(went_live_on__isnull=False), name="rollout_live_has_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.state}"

    @transition(field="state", source="to_plan", target="planned")
    def plan_rollout(self) -> None:
        """The go-live date is planned."""

    @transition(field="state", source="planned", target="accepted")
    def accept_operations(self) -> None:
        """The operations body takes the solution into operation."""

    @transition(field="state", source="accepted", target="live")
    def confirm_go_live(self) -> None:
        """The party uses the solution."""

    @transition(field="state", source=["to_plan", "planned", "accepted"], target="withdrawn")
    def withdraw_rollout(self) -> None:
        """The party does not take the solution into use after all, with a reason."""


class ChecklistItem(models.Model):
    """One thing to have done before go-live."""

    rollout = models.ForeignKey(Rollout, on_delete=models.CASCADE, related_name="checklist")
    item = models.CharField(max_length=40)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rollout", "item"], name="checklist_item_once")]

    def __str__(self) -> str:
        return self.item
