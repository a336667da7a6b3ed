"""The forms of the deeds that a case allows at any open step."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from suksit.form_fields import DayField, OptionCards
from workflow import clock, uploads
from workflow.models import Visibility

LONGEST_TEXT = 5000
LABELS = {
    Visibility.REGION: _("Everyone in the region"),
    Visibility.PARTICIPANTS: _("Those who take part"),
    Visibility.OWN: _("Only my own municipality and the coordinator"),
    Visibility.GROUP: _("The evaluation group"),
}
HELP = {
    Visibility.REGION: _("All the municipalities and bodies of the region"),
    Visibility.PARTICIPANTS: _("Those who are with in this case, and the coordinator"),
    Visibility.OWN: _("Nobody else sees that it is here"),
    Visibility.GROUP: _("Those named to evaluate the tenders, and nobody else"),
}


class VisibleForm(forms.Form):
    """Something to be read, and by whom."""

    visibility = forms.ChoiceField(label=_("Who may read it?"), initial=Visibility.REGION)

    def __init__(self, *args: Any, in_group: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [key for key in LABELS if key != Visibility.GROUP or in_group]
        field = self.fields["visibility"]
        field.widget = OptionCards(option_help={str(key): HELP[key] for key in offered})
        field.choices = [(str(key), LABELS[key]) for key in offered]
        self.initial.setdefault("visibility", str(Visibility.REGION))


class CommentForm(VisibleForm):
    """A few words on the case."""

    text = forms.CharField(
        label=_("What do you want to say?"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5})
    )
    field_order = ["text", "visibility"]


class DocumentForm(VisibleForm):
    """A file for the case. `checked` is what the door found it to be."""

    file = forms.FileField(
        label=_("File"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": uploads.ACCEPT}),
        help_text=uploads.TAKEN,
    )
    field_order = ["file", "visibility"]
    checked: uploads.CheckedUpload

    def clean_file(self) -> Any:
        """Only files that are what they say they are."""
        file = self.cleaned_data["file"]
        self.checked = uploads.check_upload(file)
        return file


class ReasonForm(forms.Form):
    """Why, to be read by everyone in the region."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everyone in the region can read it."),
    )


class OptionalReasonForm(ReasonForm):
    """Why, if there is something to say."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


class ArchiveNumberForm(forms.Form):
    """The number that the case has in an archive."""

    number = forms.CharField(
        label=_("Archive number"), max_length=60, required=False, help_text=_("For example 26/01234. Empty removes it.")
    )


class DayForm(forms.Form):
    """The day that one wants to see a case as it was on."""

    dag = DayField(label=_("Which day?"))

    def clean_dag(self) -> Any:
        """Nobody knows what is to come."""
        day = self.cleaned_data["dag"]
        if day > clock.today():
            raise ValidationError(_("That day has not come yet."))
        return day
