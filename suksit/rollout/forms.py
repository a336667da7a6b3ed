"""The forms of taking into use. They validate and never save."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suksit.form_fields import DayField
from suksit.rollout.words import ITEMS
from workflow import clock
from workflow.people import Person

# Nobody plans a go-live further ahead; a later year is a slip of the finger.
YEARS_AHEAD = 10


class PlanForm(forms.Form):
    """The planned day, who leads it, and the cause when it is moved to a later day."""

    planned_on = DayField(label=_("When do you plan to take it into use?"))
    local_lead = forms.TypedChoiceField(label=_("Who leads it with you?"), coerce=int)
    delay_cause = forms.CharField(
        label=_("Why is it moved?"),
        max_length=300,
        required=False,
        widget=forms.TextInput(),
        help_text=_("One sentence. The others in the case see it."),
    )

    def __init__(self, *args: Any, before: date | None, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = before
        names = {person.user_id: person.name for person in people}
        self.fields["local_lead"].choices = list(names.items())
        if before is None:
            del self.fields["delay_cause"]

    def clean_planned_on(self) -> date:
        """A day to come, and not beyond what anybody plans."""
        day: date = self.cleaned_data["planned_on"]
        if day == self.before:
            return day
        if day < clock.today():
            raise forms.ValidationError(_("That day is over. Choose today or a later day."))
        if day > clock.today() + timedelta(days=366 * YEARS_AHEAD):
            raise forms.ValidationError(_("That is more than ten years ahead. Is the year right?"))
        return day

    def clean(self) -> dict[str, Any]:
        """A later day needs a cause."""
        values = super().clean()
        day = values.get("planned_on")
        if self.before and day and day > self.before and not values.get("delay_cause", "").strip():
            self.add_error("delay_cause", _("The day is later than planned. Write in one sentence why."))
        return values


class Checklist(forms.CheckboxSelectMultiple):
    """The list, each with its line of help."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option with its help."""
        return {**super().create_option(name, value, *args, **kwargs), "help": ITEMS[str(value)][1]}


class ChecklistForm(forms.Form):
    """What is done. What is ticked by mistake may be opened again."""

    items = forms.MultipleChoiceField(
        label=_("What is done?"),
        choices=[(name, words[0]) for name, words in ITEMS.items()],
        required=False,
        widget=Checklist,
    )


class AcceptForm(forms.Form):
    """A note from those who run the systems."""

    note = forms.CharField(
        label=_("Something the municipality should know?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GoLiveForm(forms.Form):
    """The day it was taken into use."""

    went_live_on = DayField(label=_("Which day was it taken into use?"))

    def clean_went_live_on(self) -> date:
        """A day that has come, within reason."""
        day: date = self.cleaned_data["went_live_on"]
        if day > clock.today():
            raise forms.ValidationError(_("That day has not come yet. Confirm it when the solution is in use."))
        if day < clock.today() - timedelta(days=366 * YEARS_AHEAD):
            raise forms.ValidationError(_("That is more than ten years ago. Is the year right?"))
        return day


class WithdrawForm(forms.Form):
    """Why it is not taken into use."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everyone in the region can read it."),
    )
