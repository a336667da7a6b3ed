"""An errand goes from start by triage to a question to many, and from their replies to a decision and an end."""

from django.db import models
from django_fsm import transition

from workflow.models import Case, Party
from workflow.states import StateField


class Errand(Case):
    """A case of five states, named as the product names its own, for the database knows no others."""

    class Meta:
        proxy = True

    @transition(field="state", source="draft", target="reported")
    def start_errand(self) -> None:
        """It begins."""

    @transition(field="state", source="reported", target="accepted")
    def triage_errand(self) -> None:
        """It is worth asking about."""

    @transition(field="state", source="accepted", target="invitation")
    def ask_errand(self) -> None:
        """The parties are asked."""

    @transition(field="state", source="invitation", target="commitment")
    def decide_errand(self) -> None:
        """What came of it."""

    @transition(field="state", source="commitment", target="closed")
    def end_errand(self) -> None:
        """Nothing is left to do."""


class Reply(models.Model):
    """What one party replies."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="replies")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    state = StateField(default="waiting")
    choice = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "party"], name="reply_once")]

    def __str__(self) -> str:
        return f"{self.party_id} in {self.case_id}: {self.state}"

    @transition(field="state", source="waiting", target="replied")
    def reply_errand(self) -> None:
        """It replies."""
