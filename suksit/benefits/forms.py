"""The forms of planning benefits and closing the case. They validate and never save."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from suksit.benefits.measuring_forms import FigureField
from suksit.benefits.models import BenefitKind
from suksit.benefits.units import GIVEN, MAN_YEARS
from suksit.form_fields import DayField, OptionCards
from suksit.templatetags.form_of import long_date
from workflow import clock
from workflow.models import Party
from workflow.people import Person

# Nobody measures a benefit further ahead.
YEARS_AHEAD = 10


class BenefitForm(forms.Form):
    """A benefit, described once for all who are to harvest it."""

    title = forms.CharField(
        label=_("What is to become better?"),
        max_length=200,
        help_text=_("For example: Shorter processing time for building permits."),
    )
    kind = forms.ChoiceField(
        label=_("What sort is it?"),
        choices=BenefitKind.choices,
        widget=OptionCards(
            option_help={
                "money": _("Counted in kroner a year. Can be added up."),
                "time": _("Counted in hours a year. Can be added up."),
                "quality": _("Counted in what you choose: days, per cent, points."),
            }
        ),
    )
    unit = forms.CharField(
        label=_("What is it counted in?"),
        max_length=40,
        required=False,
        help_text=_("Only for quality: days, per cent, points. Kroner and hours are given."),
    )
    question = forms.CharField(
        label=_("Which question is each municipality asked?"),
        max_length=200,
        help_text=_("In plain words. Write {kommune} where the name belongs."),
    )
    explained = forms.CharField(
        label=_("What does the number mean?"),
        max_length=200,
        required=False,
        help_text=_("For example: Days from complete application to decision. The middle value."),
    )
    where_to_find = forms.CharField(
        label=_("Where is the number found?"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    assumption = forms.CharField(
        label=_("What must be in place for it to come true?"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    parties = forms.TypedMultipleChoiceField(
        label=_("Who is to harvest it?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each sets its own target afterwards."),
        error_messages={"required": _("Choose at least one municipality.")},
    )

    def __init__(self, *args: Any, members: Sequence[Party], taken: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parties"].choices = [(party.pk, party.name) for party in members]
        self.taken = {title.casefold() for title in taken}

    def clean_title(self) -> str:
        """A name that no other benefit of the case has."""
        title: str = self.cleaned_data["title"]
        if title.casefold() in self.taken:
            raise forms.ValidationError(
                pgettext_lazy("benefits", "The case already has a benefit of that name. Give it another.")
            )
        return title

    def clean(self) -> dict[str, Any]:
        """Kroner and time have their units; a quality needs one."""
        values = super().clean()
        given, typed = GIVEN.get(values.get("kind")), values.get("unit", "").strip()
        if given:
            values["unit"] = MAN_YEARS if given != "nok_a_year" and typed.lower() == "årsverk" else given
        elif values.get("kind") and not typed:
            self.add_error("unit", _("Write what it is counted in, for example days."))
        return values


class HarvestForm(forms.Form):
    """One's own owner, baseline, target and measuring days."""

    owner = forms.TypedChoiceField(
        label=_("Who is asked for the number?"), coerce=int, help_text=_("Others with you may answer as well.")
    )
    baseline = FigureField(label=_("What is it today, before the solution?"), required=False)
    baseline_on = DayField(label=_("Which day was that?"), required=False)
    target = FigureField(label=_("What is your target?"))
    rounds = forms.MultipleChoiceField(
        label=_("When do you measure?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    own_days = forms.CharField(
        label=_("Other measuring days"),
        max_length=200,
        required=False,
        help_text=_("Days with a comma between, for example 1.3.2027, 1.9.2027."),
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[Person],
        proposed: Sequence[tuple[date, str]],
        fixed: Sequence[date],
        unit: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fixed = list(fixed)
        names = {person.user_id: person.name for person in people}
        self.fields["owner"].choices = list(names.items())
        for name in ("baseline", "target"):
            self.fields[name].widget.attrs["data-unit"] = unit
        if proposed:
            self.fields["rounds"].choices = [(day.isoformat(), words) for day, words in proposed]
        else:
            del self.fields["rounds"]

    def clean_baseline_on(self) -> date | None:
        """A day that has come."""
        day: date | None = self.cleaned_data["baseline_on"]
        if day and day > clock.today():
            raise forms.ValidationError(_("That day has not come yet."))
        return day

    def clean_own_days(self) -> list[date]:
        """Days to come, one or more."""
        typed = self.cleaned_data["own_days"].replace(";", ",").split(",")
        return [self.own_day(part.strip()) for part in typed if part.strip()]

    def own_day(self, typed: str) -> date:
        """One day as it was typed."""
        try:
            day: date = DayField().clean(typed)
        except forms.ValidationError as error:
            wrong = _now("“%(typed)s” is no day. Write as 1.3.2027.") % {"typed": typed}
            raise forms.ValidationError(wrong) from error
        if day <= clock.today():
            raise forms.ValidationError(_now("%(day)s is over. Choose days to come.") % {"day": long_date(day)})
        if day > clock.today() + timedelta(days=366 * YEARS_AHEAD):
            raise forms.ValidationError(_now("%(day)s is too far ahead.") % {"day": long_date(day)})
        return day

    def clean(self) -> dict[str, Any]:
        """The target differs from the baseline, and there is a day to measure."""
        values = super().clean()
        baseline, target = values.get("baseline"), values.get("target")
        if baseline is not None and baseline == target:
            self.add_error("target", _("The target must differ from the number today."))
        chosen = [date.fromisoformat(day) for day in values.get("rounds", [])]
        values["days"] = sorted({*chosen, *values.get("own_days", []), *self.fixed})
        if not values["days"] and "own_days" not in self.errors:
            self.add_error("own_days" if "rounds" not in self.fields else "rounds", _("Choose at least one day."))
        return values


class StoryForm(forms.Form):
    """What worked, for others to copy."""

    title = forms.CharField(label=_("What did you do, in a few words?"), max_length=80)
    story = forms.CharField(
        label=_("Tell it in two or three sentences"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class StartForm(forms.Form):
    """Nothing to fill in."""


class CloseForm(forms.Form):
    """What others may learn."""

    lessons = forms.CharField(
        label=_("What would you do the same way again, and what not?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A few sentences. The next case begins with them."),
    )
