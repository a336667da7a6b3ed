"""The forms of measuring: one number, an honest way out, a colleague who takes it. They validate and never save."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from suksit.templatetags.form_of import number
from workflow.people import Person

# A number this many times beyond all that is known is asked about once more: 260 where it was 26.
BEYOND_REASON = 4


class FigureField(forms.DecimalField):
    """A number as people write it: 1 740 000, 26,5. What was typed is kept when it is wrong."""

    def __init__(self, *, unit: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault("error_messages", {"invalid": _("Write a number, for example 26 or 26,5.")})
        attrs = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 24} | ({"data-unit": unit} if unit else {})
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """The number, with spaces taken out and a comma read as the decimal mark."""
        if isinstance(value, str):
            value = "".join(value.split()).replace(",", ".").replace("−", "-")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """A known number as it is written on the pages."""
        return number(value) if isinstance(value, Decimal) else value


class MeasureForm(forms.Form):
    """One number. One beyond reason is asked about once more, and then taken."""

    value = FigureField(label="")
    sure = forms.CharField(required=False, widget=forms.CheckboxInput)
    reason = forms.CharField(
        label=_("Why, if you like to say"),
        max_length=300,
        required=False,
        help_text=_("Others in the case see it."),
    )

    def __init__(self, *args: Any, unit: str, known: Sequence[Decimal], last: Decimal | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known, self.last, self.unit = list(known), last, unit
        self.fields["value"].label = _now("The number, in %(unit)s") % {"unit": unit}
        self.fields["value"].widget.attrs["data-unit"] = unit
        self.asks_again = False

    @property
    def is_skip(self) -> bool:
        """Whether the other button was pressed: it could not be measured this time."""
        return "skip" in self.data

    def full_clean(self) -> None:
        """The number is not asked for when there is none."""
        if self.is_bound:
            self.fields["value"].required = not self.is_skip
        super().full_clean()

    def clean_value(self) -> Decimal | None:
        """A number within reason, or one that the person has said twice."""
        value: Decimal | None = self.cleaned_data["value"]
        if self.is_skip or value is None or not beyond_reason(value, self.known):
            return value
        self.asks_again = True
        if self.data.get("sure") == str(value):
            return value
        raise forms.ValidationError(self.doubt(value))

    def doubt(self, value: Decimal) -> str:
        """What is asked once more."""
        if self.last is not None:
            return _now("%(number)s? Last time it was %(last)s.") % {
                "number": number(value),
                "last": number(self.last),
            }
        return _now("%(number)s? That is far from the numbers that are known.") % {"number": number(value)}

    @property
    def doubted(self) -> str:
        """The number as typed, for the tick that says that it is right."""
        try:
            return str(self.fields["value"].clean(self.data.get("value")))
        except forms.ValidationError:
            return ""


def beyond_reason(value: Decimal, known: Sequence[Decimal]) -> bool:
    """Whether a number is far from every number that is known: a slip of the finger, perhaps. Unknown is not."""
    if not known:
        return False
    low, high = min(known), max(known)
    if low < 0:
        return abs(value) > BEYOND_REASON * max(abs(low), abs(high))
    return value < 0 or value > BEYOND_REASON * high or (low > 0 and value * BEYOND_REASON < low)


class SkipForm(forms.Form):
    """It could not be measured this time."""

    reason = forms.CharField(
        label=_("Why, if you like to say"), max_length=300, required=False, help_text=_("Others in the case see it.")
    )


class PassOnForm(forms.Form):
    """A colleague who takes the task."""

    person = forms.TypedChoiceField(label=_("Who takes it?"), coerce=int)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {person.user_id: person.name for person in people}
        self.fields["person"].choices = list(names.items())
