"""The question to the partners, their answers, and their authorisations. Child records with states of their own."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from workflow.models import Case, Party
from workflow.states import StateField


class Invitation(models.Model):
    """The question of one case to the partners: what is asked, and until when (working days counted at asking)."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="invitation")
    questions = models.TextField(blank=True, default="")
    asked_on = models.DateField()
    deadline = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    frozen_on = models.DateField(null=True, blank=True, help_text="When participants were fixed; no change after it.")

    def __str__(self) -> str:
        return f"invitation of {self.case_id}"


class Answer(models.Model):
    """What one party answers: yes, no, option, or need more. Silence is neither yes nor no."""

    class Choice(models.TextChoices):
        """The four answers."""

        YES = "yes", _("Yes")
        OPTION = "option", _("Option – may join later")
        NEED_MORE = "need_more", _("Needs more information")
        NO = "no", _("No")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="answers")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="answers")
    state = StateField(default="asked")
    choice = models.CharField(max_length=10, choices=Choice.choices, blank=True, default="")
    annual_value = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, help_text="NOK excl. VAT a year."
    )
    one_off_value = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, help_text="NOK excl. VAT once."
    )
    volume = models.CharField(
        max_length=100, blank=True, default="", help_text="As users, licences or inhabitants, in words."
    )
    agreement_ends = models.DateField(null=True, blank=True, help_text="End of the party's present agreement.")
    joins_on = models.DateField(null=True, blank=True, help_text="When an option holder may join at the earliest.")
    contact = models.CharField(max_length=120, blank=True, default="")
    remark = models.CharField(max_length=300, blank=True, default="", help_text="Seen by all who are asked.")
    private_reason = models.TextField(blank=True, default="", help_text="Seen by the coordinator and the party alone.")
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    escalated_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "party"], name="answer_once"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "answered", "silent", "released"]), name="answer_state_known"
            ),
            models.CheckConstraint(condition=~Q(state="answered") | ~Q(choice=""), name="answer_has_choice"),
            models.CheckConstraint(
                condition=(Q(annual_value__isnull=True) | Q(annual_value__gte=0))
                & (Q(one_off_value__isnull=True) | Q(one_off_value__gte=0)),
                name="answer_value_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.choice or self.state}"

    @transition(field="state", source=["asked", "answered", "silent"], target="answered")
    def answer_invitation(self) -> None:
        """The party has answered, or has changed its answer before the freeze."""

    @transition(field="state", source="asked", target="silent")
    def close_unanswered(self) -> None:
        """The question was closed without an answer: neither yes nor no."""

    @transition(field="state", source=["asked", "answered", "silent"], target="released")
    def release_party(self) -> None:
        """The party is let go of before the participants are fixed."""


class Authorisation(models.Model):
    """A party's authorisation (fullmakt) to be bound by the joint procurement, given by its chief executive."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="authorisations")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="authorisations")
    state = StateField(default="requested")
    as_option = models.BooleanField(default=False)
    scope = models.CharField(max_length=300, blank=True, default="")
    value = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, help_text="NOK excl. VAT over four years."
    )
    delegation_limit = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, help_text="NOK excl. VAT, as shown when given."
    )
    signatory = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signatory_title = models.CharField(max_length=100, blank=True, default="")
    decided_on = models.DateField(null=True, blank=True)
    political_body = models.CharField(max_length=100, blank=True, default="")
    meeting_on = models.DateField(null=True, blank=True)
    political_case_number = models.CharField(max_length=60, blank=True, default="")
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "party"], name="authorisation_once"),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "with_council", "given", "declined", "released"]),
                name="authorisation_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="given") | (Q(signatory__isnull=False) & Q(decided_on__isnull=False)),
                name="authorisation_given_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.state}"

    @transition(field="state", source=["requested", "with_council"], target="given")
    def give_authorisation(self) -> None:
        """The party is bound, by delegation or after its council's decision."""

    @transition(field="state", source=["requested", "with_council"], target="declined")
    def decline_authorisation(self) -> None:
        """The party is not bound."""

    @transition(field="state", source="requested", target="with_council")
    def send_to_council(self) -> None:
        """A political body decides: waiting for it is not silence."""

    @transition(field="state", source=["given", "declined", "released"], target="requested")
    def renew_authorisation(self) -> None:
        """The answer has changed so that the party must be bound anew."""

    @transition(field="state", source=["requested", "with_council", "given", "declined"], target="released")
    def release_party(self) -> None:
        """The party is let go of before the participants are fixed."""
