"""The forms of the question and of the commitment. They validate and never save."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from procurement.invitation.models import Answer
from workflow import clock, uploads
from workflow.deadlines import working_deadline
from workflow.form_fields import DayField, MoneyField, OptionCards
from workflow.models import Party

WORKING_DAYS = (5, 10, 15, 20, 30)
USUAL_WORKING_DAYS = 15
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
LONG_TEXT = 4000
CHOICE_HELP = {
    Answer.Choice.YES: gettext_lazy("We want to join. The chief executive gives the authorisation afterwards."),
    Answer.Choice.OPTION: gettext_lazy("We are named in the notice, and may join later."),
    Answer.Choice.NEED_MORE: gettext_lazy("Write in the remark what you wonder about. The coordinator replies."),
    Answer.Choice.NO: gettext_lazy("We do not join this time."),
}


def long_text(label: Any, **kwargs: Any) -> forms.CharField:
    """A text of some lines."""
    kwargs.setdefault("max_length", LONG_TEXT)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)


def day(label: Any, **kwargs: Any) -> DayField:
    """A day that is neither absurdly early nor absurdly late."""
    words = gettext_lazy("That day cannot be right. Write it as 27.11.2026.")
    limits = [MinValueValidator(EARLIEST, words), MaxValueValidator(LATEST, words)]
    return DayField(label=label, validators=limits, **kwargs)


def in_words(working_days: int) -> str:
    """So many working days, and the day that it comes to."""
    last = date_format(working_deadline(clock.today(), working_days), pgettext("long date", "j F Y"))
    return _("%(days)s working days: answer by %(day)s") % {"days": working_days, "day": last}


class AskForm(forms.Form):
    """Whom to ask, what, and until when."""

    parties = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Whom do you ask?"),
        queryset=Party.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )
    questions = long_text(
        gettext_lazy("What do you want to know?"),
        required=False,
        help_text=gettext_lazy(
            "All are asked whether they join, what it is worth, and when their agreement ends. Ask for the rest here."
        ),
    )
    working_days = forms.TypedChoiceField(label=gettext_lazy("Time to answer"), coerce=int, widget=OptionCards)

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parties"]
        field.queryset = Party.objects.filter(pk__in=[party.pk for party in parties]).order_by("sort_key")
        self.initial.setdefault("parties", [party.pk for party in parties])
        self.fields["working_days"].choices = [(days, in_words(days)) for days in WORKING_DAYS]
        self.initial.setdefault("working_days", USUAL_WORKING_DAYS)


class AnswerForm(forms.Form):
    """What a party answers. Only the choice is needed."""

    choice = forms.ChoiceField(
        label=gettext_lazy("What do you answer?"),
        widget=OptionCards(option_help=CHOICE_HELP),
        error_messages={"required": gettext_lazy("Choose one of the answers.")},
    )
    annual_value = MoneyField(
        label=gettext_lazy("What it costs you a year"), required=False, help_text=gettext_lazy("About, excl. VAT.")
    )
    one_off_value = MoneyField(
        label=gettext_lazy("What it costs you once"),
        required=False,
        help_text=gettext_lazy("Introduction, training and the like. About, excl. VAT."),
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Everyone who is asked sees it."),
    )
    volume = forms.CharField(
        label=gettext_lazy("How much you need"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("For example 40 users or 1 400 inhabitants."),
    )
    agreement_ends = day(gettext_lazy("Your present agreement ends"), required=False)
    joins_on = day(
        gettext_lazy("You can join from"),
        required=False,
        help_text=gettext_lazy("For an option: the earliest day. For example 27.11.2026."),
    )
    contact = forms.CharField(label=gettext_lazy("Contact with you"), required=False, max_length=120)
    private_reason = long_text(
        gettext_lazy("A reason for the coordinator alone"),
        required=False,
        help_text=gettext_lazy("Only the coordinator and your own municipality see it."),
    )

    def __init__(self, *args: Any, choices: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = [row for row in Answer.Choice.choices if row[0] in choices]

    def clean(self) -> dict[str, Any]:
        """One who needs more says what about."""
        values = super().clean() or {}
        if values.get("choice") == Answer.Choice.NEED_MORE and not values.get("remark"):
            self.add_error("remark", _("Write what you need to know, so that the coordinator can reply."))
        return values


class ReplyForm(forms.Form):
    """What the coordinator replies to a party that needs more."""

    reply = long_text(
        gettext_lazy("Your reply"), help_text=gettext_lazy("Everyone who is asked sees it, not only the one who asked.")
    )


class ExtendForm(forms.Form):
    """More time for those who have not answered."""

    deadline = day(gettext_lazy("New last day"))
    reason = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=300)

    def __init__(self, *args: Any, after: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.after = max(after, clock.today())

    def clean_deadline(self) -> date:
        """Later than now, and within a year."""
        deadline: date = self.cleaned_data["deadline"]
        if deadline <= self.after:
            last = date_format(self.after, pgettext("long date", "j F Y"))
            raise forms.ValidationError(_("The new day must be later than %(day)s.") % {"day": last})
        if deadline > self.after + timedelta(days=366):
            raise forms.ValidationError(_("That is more than a year ahead."))
        return deadline


class ReasonForm(forms.Form):
    """A reason."""

    reason = long_text(gettext_lazy("Why"))


class AuthorisationForm(forms.Form):
    """The authorisation: by delegation, or with the number of the council's case."""

    scope = forms.CharField(
        label=gettext_lazy("Limits or conditions"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    political_case_number = forms.CharField(
        label=gettext_lazy("Case number of the political decision"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("For example 45/26. Leave it open when you decide on delegation."),
    )

    paper = forms.FileField(
        label=gettext_lazy("The signed authorisation"),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": uploads.ACCEPT}),
        help_text=gettext_lazy("Only if you have one. Those who take part can read it."),
    )

    def __init__(self, *args: Any, from_council: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if from_council:
            field = self.fields["political_case_number"]
            field.required = True
            field.help_text = _("For example 45/26.")

    def clean_paper(self) -> tuple[uploads.CheckedUpload, Any] | None:
        """A file that is what it says it is."""
        file = self.cleaned_data["paper"]
        return (uploads.check_upload(file), file) if file else None


class CouncilForm(forms.Form):
    """Which political body decides, and when it meets."""

    body = forms.CharField(label=gettext_lazy("Which body"), max_length=100)
    meeting_on = day(gettext_lazy("When it meets"))

    def clean_meeting_on(self) -> date:
        """Today or later, and within two years."""
        meeting: date = self.cleaned_data["meeting_on"]
        if meeting < clock.today():
            raise forms.ValidationError(_("The meeting must be today or later."))
        if meeting > clock.today() + timedelta(days=731):
            raise forms.ValidationError(_("That is more than two years ahead."))
        return meeting


class LeadBuyerForm(forms.Form):
    """Who leads the buying."""

    party = forms.ModelChoiceField(
        label=gettext_lazy("Who leads the buying?"),
        queryset=Party.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose one.")},
    )

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["party"]
        field.queryset = Party.objects.filter(pk__in=[party.pk for party in parties]).order_by("kind", "sort_key")
