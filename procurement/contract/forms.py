"""The forms of contracting. They validate and never save."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflow.form_fields import MoneyField, NearDayField, long_text
from workflow.models import Party

YES_NO = [("no", gettext_lazy("No")), ("yes", gettext_lazy("Yes"))]
LONGEST_YEARS = 20
QUESTIONS = {
    "other_suppliers": gettext_lazy("Would other suppliers have taken part, or another have won, on the new terms?"),
    "balance": gettext_lazy("Does the supplier get better terms than the agreement gives?"),
    "scope": gettext_lazy("Does the agreement grow much, in what it covers or in value?"),
    "new_supplier": gettext_lazy("Does another supplier take over?"),
}


class CallOffForm(forms.Form):
    """What is called off, and from whom."""

    supplier = forms.CharField(label=gettext_lazy("Supplier"), max_length=200)
    note = long_text(gettext_lazy("What is called off"), rows=3)


class RenegotiationForm(forms.Form):
    """What is changed in an existing agreement, and whether the change is material."""

    supplier = forms.CharField(label=gettext_lazy("Supplier"), max_length=200)
    note = long_text(gettext_lazy("What is changed"), rows=4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=words,
                choices=YES_NO,
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Answer yes or no.")},
            )

    def checked(self) -> dict[str, bool]:
        """The answers: true for yes."""
        return {name: self.cleaned_data[name] == "yes" for name in QUESTIONS}


class NothingToBuyForm(forms.Form):
    """Why nothing is bought, for the record."""

    note = long_text(
        gettext_lazy("What is taken into use, and why nothing is bought"),
        rows=3,
        help_text=gettext_lazy("For example an integration, a national component or something you make yourselves."),
    )


class SignForm(forms.Form):
    """One's own contract, as it is signed."""

    starts_on = NearDayField(label=gettext_lazy("Starts"), years_back=2, years_ahead=5)
    ends_on = NearDayField(label=gettext_lazy("Ends"), years_ahead=LONGEST_YEARS)
    annual_value = MoneyField(label=gettext_lazy("Value a year"), required=False)
    number = forms.CharField(label=gettext_lazy("The contract's number with you"), max_length=60, required=False)
    option_months = forms.IntegerField(
        label=gettext_lazy("Options to extend"),
        min_value=0,
        max_value=240,
        required=False,
        widget=forms.NumberInput(attrs={"data-unit": gettext_lazy("months")}),
    )
    notice_months = forms.IntegerField(
        label=gettext_lazy("Notice to end it"),
        min_value=0,
        max_value=60,
        required=False,
        widget=forms.NumberInput(attrs={"data-unit": gettext_lazy("months")}),
    )

    def clean_option_months(self) -> int:
        """None is no options."""
        return self.cleaned_data["option_months"] or 0

    def clean(self) -> dict[str, Any]:
        """A contract ends after it starts."""
        values: dict[str, Any] = super().clean() or {}
        starts, ends = values.get("starts_on"), values.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("A contract ends after it starts."))
        return values


class ReasonForm(forms.Form):
    """Why one does not sign."""

    reason = long_text(gettext_lazy("Why"), help_text=gettext_lazy("Read by all who see the case."), rows=3)


class OptionHolderForm(forms.Form):
    """Which municipality wants to join."""

    party = forms.TypedChoiceField(
        label=gettext_lazy("Who wants to join?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of them.")},
    )

    def __init__(self, *args: Any, parties: Iterable[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [(party.pk, party.name) for party in parties]
