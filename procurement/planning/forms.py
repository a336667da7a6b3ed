"""The forms of planning. They validate and never save."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.invitation.forms import day, long_text
from procurement.planning import words
from procurement.planning.models import Route
from workflow.form_fields import OptionCards
from workflow.people import Person

CPV = re.compile(r"^(\d{8})(-\d)?$")
COMPETED = (Route.FULL, Route.SIMPLIFIED)
BUILT_ON_AGREEMENT = (Route.CALL_OFF, Route.RENEGOTIATION)


class RouteForm(forms.Form):
    """How it is to be bought, and why."""

    route = forms.ChoiceField(
        label=gettext_lazy("How is it to be bought?"),
        choices=Route.choices,
        widget=OptionCards(option_help=words.ROUTE_HELP),
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    reason = long_text(gettext_lazy("Why this way?"), help_text=gettext_lazy("One or two sentences are enough."))


class PlanForm(forms.Form):
    """The plan. It can be filled in bit by bit; the case says what is missing."""

    years = forms.IntegerField(
        label=gettext_lazy("Contract years, options included"),
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text=gettext_lazy("The value is summed over all of them. Framework agreements: usually four at most."),
        widget=forms.NumberInput(attrs={"min": 1, "max": 20}),
    )
    competition_starts = day(
        gettext_lazy("The competition starts"),
        required=False,
        help_text=gettext_lazy("About. The thresholds of that day count. For example 27.11.2026."),
    )
    procedure = forms.ChoiceField(label=gettext_lazy("Procedure"), required=False)
    cpv = forms.CharField(
        label=gettext_lazy("CPV code"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Eight digits. 48000000 is software, 72000000 IT services."),
    )
    standard_contract = forms.ChoiceField(
        label=gettext_lazy("Standard contract"),
        required=False,
        choices=[(code, label) for code, label, _advice in words.CONTRACTS],
        widget=OptionCards(option_help={code: advice for code, _label, advice in words.CONTRACTS}),
    )
    environment_route = forms.ChoiceField(
        label=gettext_lazy("How is the environment weighed?"),
        required=False,
        choices=words.ENVIRONMENT,
        widget=forms.RadioSelect,
    )
    environment = long_text(
        gettext_lazy("Why so?"), required=False, help_text=gettext_lazy("It must stand in the documents (FOA § 7-9).")
    )
    existing_agreement = forms.CharField(
        label=gettext_lazy("The agreement that it is built on"), required=False, max_length=200
    )

    def __init__(self, *args: Any, route: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if route in COMPETED:
            self.fields["procedure"].choices = [("", "–"), *words.PROCEDURES[route]]
            del self.fields["existing_agreement"]
        else:
            for name in ("procedure", "cpv", "standard_contract", "environment_route", "environment"):
                del self.fields[name]
            if route not in BUILT_ON_AGREEMENT:
                del self.fields["existing_agreement"]

    def clean_cpv(self) -> str:
        """Eight digits; a check digit behind them is left out."""
        typed = self.cleaned_data["cpv"].replace(" ", "")
        if not typed:
            return ""
        match = CPV.match(typed)
        if match is None:
            raise forms.ValidationError(_("A CPV code has eight digits, for example 48000000."))
        return match.group(1)

    def clean(self) -> dict[str, Any]:
        """A way to weigh the environment has a reason."""
        values = super().clean() or {}
        if values.get("environment_route") and not values.get("environment"):
            self.add_error("environment", _("Write why. It must stand in the documents."))
        return values


class EvaluatorsForm(forms.Form):
    """Who evaluates the tenders."""

    people = forms.MultipleChoiceField(
        label=gettext_lazy("Who is in the evaluation group?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They alone see the tenders before the award, besides the purchaser."),
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )

    def __init__(self, *args: Any, people: Sequence[tuple[Person, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [
            (key_of(person.user_id, person.party_id), f"{person.name}, {party}") for person, party in people
        ]

    def chosen(self) -> list[tuple[int, int]]:
        """Who is chosen, as (person, party); each person once."""
        pairs = [tuple(map(int, key.split("-"))) for key in self.cleaned_data["people"]]
        return list({person: (person, party) for person, party in reversed(pairs)}.values())


def key_of(person: int, party: int) -> str:
    """A person at a party, as the form writes it."""
    return f"{person}-{party}"
