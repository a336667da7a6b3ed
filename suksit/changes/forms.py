"""The forms of the report. They validate and never save."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suksit.changes.fields import FilesField, MoneyField, MonthOrDayField
from suksit.changes.models import ChangeKind
from suksit.form_fields import OptionCards
from workflow.models import Party

KIND_HELP = {
    ChangeKind.REPLACEMENT: _("The agreement runs out, or you are not satisfied"),
    ChangeKind.NEW: _("You have nothing like it today"),
    ChangeKind.UPGRADE: _("A larger new version, or more modules"),
    ChangeKind.RENEGOTIATION: _("The same system, new terms or a longer time"),
    ChangeKind.INTEGRATION: _("Integration or robot"),
}
TODAY = ("in_use_today", "supplier_today")


def long_text(label: Any, most: int, help_text: Any = "") -> forms.CharField:
    """Some sentences."""
    return forms.CharField(
        label=label, max_length=most, required=False, help_text=help_text, widget=forms.Textarea(attrs={"rows": 4})
    )


class WhatForm(forms.Form):
    """Step 1: what, which sort of change, until when. With `later`, only the title is needed."""

    title = forms.CharField(
        label=_("Which system or area is it about?"),
        max_length=200,
        help_text=_("Write what you call it in daily speech."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write a few words on what it is about.")},
    )
    kind = forms.ChoiceField(
        label=_("What do you want to do?"),
        choices=ChangeKind.choices,
        widget=OptionCards(option_help=KIND_HELP),
        error_messages={"required": _("Choose one of the five. It can be changed later.")},
    )
    agreement_ends = MonthOrDayField(
        label=_("When does the present agreement end?"),
        required=False,
        help_text=_("Month and year. Leave it open if you do not know."),
    )

    def __init__(self, *args: Any, places: Sequence[Party] = (), later: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].required = not later
        if len(places) > 1:
            choices = [("", _("Choose")), *((party.pk, party.name) for party in places)]
            self.fields = {"municipality": self.place(choices), **self.fields}

    @staticmethod
    def place(choices: Sequence[tuple[Any, Any]]) -> forms.TypedChoiceField:
        """The municipality that reports, when there are several to choose from."""
        return forms.TypedChoiceField(
            label=_("Which municipality is it for?"),
            choices=choices,
            coerce=int,
            error_messages={
                "required": _("Choose a municipality."),
                "invalid_choice": _("You cannot report for that municipality."),
            },
        )


class WhyForm(forms.Form):
    """Step 2: why. Everything may be left for later."""

    needs = long_text(_("What do you need, and why?"), 5000, _("In plain words. A couple of sentences go a long way."))
    affected = forms.CharField(
        label=_("Who is affected?"),
        max_length=300,
        required=False,
        help_text=_("For example inhabitants, home care, the archive."),
    )
    in_use_today = forms.CharField(label=_("What do you use today?"), max_length=200, required=False)
    supplier_today = forms.CharField(label=_("Who supplies it?"), max_length=200, required=False)
    rough_value = MoneyField(
        label=_("About how much will it cost over four years?"),
        required=False,
        help_text=_("Excl. VAT, for your municipality. A rough guess is enough."),
    )
    draft_benefits = long_text(
        _("Which benefits do you expect?"), 3000, _("One is enough to begin with, for example less time for each case.")
    )
    benefits_later = forms.BooleanField(label=_("We come back to the benefits later"), required=False)
    obstacles = long_text(
        _("What may get in the way?"), 3000, _("In the organisation, technically, in money or by law.")
    )
    attachments = FilesField(
        label=_("Attachments"), required=False, help_text=_("PDF, Word, Excel or a picture. Not necessary.")
    )

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == ChangeKind.NEW:
            for name in TODAY:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Benefits that are written do not come later."""
        values = super().clean() or {}
        if values.get("draft_benefits"):
            values["benefits_later"] = False
        return values


class CompleteForm(WhyForm):
    """The whole report on one page, what it lacks first, to fill in or mend until the decision.

    `with_files` is for those who have signed in: a link in a mail takes words alone.
    """

    title = WhatForm.base_fields["title"]
    kind = WhatForm.base_fields["kind"]
    agreement_ends = WhatForm.base_fields["agreement_ends"]
    field_order = ("needs", "draft_benefits", "benefits_later", "affected", "rough_value", "obstacles", "attachments")

    def __init__(self, *args: Any, with_files: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_files:
            del self.fields["attachments"]


class SendForm(forms.Form):
    """Step 3 asks nothing."""


class ReasonForm(forms.Form):
    """Why. `label` and `help_text` in the words of the deed."""

    reason = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a sentence or two, so that it can be understood later.")},
    )

    def __init__(self, *args: Any, label: Any, help_text: Any = "", required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text
        self.fields["reason"].required = required


class JoinForm(forms.Form):
    """Which municipality joins; asked only when there are several."""

    def __init__(self, *args: Any, places: Sequence[Party] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(places) > 1:
            self.fields["municipality"] = WhatForm.place([(party.pk, party.name) for party in places])


class MergeForm(forms.Form):
    """Which other report it is the same need as: those that look alike first."""

    into = forms.ChoiceField(
        label=_("Which report is it the same need as?"),
        error_messages={"required": _("Choose the report."), "invalid_choice": _("That report is no longer open.")},
    )

    def __init__(self, *args: Any, alike: Sequence[Any] = (), others: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(_("Looks alike"), alike), (_("Other open reports"), others)]
        self.fields["into"].choices = [
            ("", _("Choose")),
            *(
                (words, [(str(case.pk), f"{case.number} {case.title}") for case in rows])
                for words, rows in groups
                if rows
            ),
        ]
