"""The forms of the competition. They validate and never save."""

from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.competition.reasons import CancelCode
from workflow import clock
from workflow.form_fields import MoneyField, NearDayField, OrganisationNumberField, long_text

TIME_FORMATS = ["%H:%M", "%H.%M"]


class InvitationToTenderForm(forms.Form):
    """When the tenders are due, and where they are delivered."""

    tender_deadline = NearDayField(label=gettext_lazy("Last day for tenders"), years_back=100, years_ahead=2)
    tender_time = forms.TimeField(
        label=gettext_lazy("Time of day"),
        initial=time(12),
        input_formats=TIME_FORMATS,
        widget=forms.TimeInput(format="%H:%M", attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("For example 12:00."),
    )
    kgv_link = forms.URLField(
        label=gettext_lazy("Link to the competition in the KGV"), required=False, max_length=200, assume_scheme="https"
    )

    def clean_tender_deadline(self) -> date:
        """A day to come."""
        day: date = self.cleaned_data["tender_deadline"]
        if day <= clock.today():
            raise ValidationError(_("The deadline must be a day to come."))
        return day


class NoticeForm(InvitationToTenderForm):
    """The same, with the notice's number in Doffin."""

    notice_id = forms.CharField(
        label=gettext_lazy("The notice's number in Doffin"),
        max_length=40,
        validators=[
            RegexValidator(
                r"^\s*\d{4}-\d{6}\s*$",
                gettext_lazy("A number in Doffin is the year, a hyphen and six digits, for example 2026-112379."),
            )
        ],
        help_text=gettext_lazy("For example 2026-112379. You find it on the notice's page in Doffin."),
    )
    is_shortened = forms.BooleanField(
        label=gettext_lazy("The deadline is shortened: it is urgent, or a guiding notice was published"),
        required=False,
    )
    field_order = ("notice_id", "tender_deadline", "is_shortened", "tender_time", "kgv_link")


class TenderForm(forms.Form):
    """One tender, as the opening record of the KGV has it."""

    supplier = forms.CharField(label=gettext_lazy("Supplier"), max_length=200)
    organisation_number = OrganisationNumberField(label=gettext_lazy("Organisation number"), required=False)
    price = MoneyField(
        label=gettext_lazy("Price over the contract"),
        required=False,
        help_text=gettext_lazy("Kroner excl. VAT, the whole contract with options. For example 1 740 000."),
    )


class CancelForm(forms.Form):
    """Why the competition is cancelled."""

    code = forms.ChoiceField(
        label=gettext_lazy("What is the reason?"),
        choices=CancelCode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the reason that fits best.")},
    )
    reason = long_text(
        gettext_lazy("Say it in your own words"),
        help_text=gettext_lazy("All the municipalities that take part read it. Tell no secrets of a supplier."),
    )


class ImpartialityForm(forms.Form):
    """Whether one is impartial towards the tenderers."""

    impartial = forms.ChoiceField(
        label=gettext_lazy("Do you have any ties to those who have sent tenders?"),
        choices=[
            ("yes", gettext_lazy("No, I am impartial")),
            ("no", gettext_lazy("Yes, or I am in doubt: I step out of the group")),
        ],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Family, close friends, work, ownership, gifts or a recent job at one of them."),
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    note = long_text(gettext_lazy("Something the group should know"), required=False, rows=2)

    def clean(self) -> dict[str, Any]:
        """Whether as true or false."""
        values: dict[str, Any] = super().clean() or {}
        if "impartial" in values:
            values["impartial"] = values["impartial"] == "yes"
        return values
