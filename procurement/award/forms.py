"""The forms of the award. They validate and never save."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.competition.models import Tender
from workflow import clock
from workflow.form_fields import NearDayField, long_text


class ChoiceOfSupplierForm(forms.Form):
    """One of the tenders, and why. The names are the tenders' own."""

    tender = forms.ModelChoiceField(
        label=gettext_lazy("Supplier"),
        queryset=Tender.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Choose one of the suppliers."),
            "invalid_choice": gettext_lazy("This tender is not in the competition. Choose one of those shown."),
        },
    )
    reason = long_text(
        gettext_lazy("Why this one"),
        rows=6,
        help_text=gettext_lazy("Follow the award criteria, one by one. This goes into the letters and the record."),
    )

    def __init__(self, *args: Any, tenders: QuerySet[Tender], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tender"].queryset = tenders
        self.fields["tender"].label_from_instance = lambda tender: tender.supplier


class LettersForm(forms.Form):
    """The letters are sent. Where the law fixes no standstill one may be chosen."""

    standstill_ends = NearDayField(
        label=gettext_lazy("Nobody signs until the end of"),
        required=False,
        years_ahead=1,
        help_text=gettext_lazy("Leave it open when nobody needs to wait. For example 27.11.2026."),
    )

    def __init__(self, *args: Any, is_fixed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_fixed:
            del self.fields["standstill_ends"]

    def clean_standstill_ends(self) -> Any:
        """Today or later, or nothing."""
        day = self.cleaned_data["standstill_ends"]
        if day and day < clock.today():
            raise ValidationError(_("Choose a day to come."))
        return day


class ComplaintForm(forms.Form):
    """A complaint has come."""

    note = long_text(
        gettext_lazy("Who complains, and about what"),
        help_text=gettext_lazy("Seen by the evaluation group and the purchaser."),
    )


class SettleForm(forms.Form):
    """How a complaint ended."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("How did it end?"),
        choices=[
            ("stands", gettext_lazy("The choice stands")),
            ("upheld", gettext_lazy("The complaint is upheld: the choice is made anew")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    note = long_text(gettext_lazy("Why, in short"), help_text=gettext_lazy("Read by those who take part."))
