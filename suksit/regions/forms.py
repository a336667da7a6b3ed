"""The forms of the region's own pages. They validate and never save."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from suksit.accounts.models import User
from suksit.regions.models import BodyKind, Engagement, Municipality, Region
from suksit.regions.queries import body_parties, member_parties
from suksit.regions.roles import ROLES
from workflow import clock
from workflow.models import Party

BODY_KINDS = {
    BodyKind.REPRESENTATIVES: _("Council of representatives"),
    BodyKind.COUNCIL: _("Regional council"),
    BodyKind.EXECUTIVES: _("Chief executives' committee"),
    BodyKind.SECRETARIAT: _("Secretariat"),
    BodyKind.SUKSIT: _("SuksIT"),
    BodyKind.OPERATIONS: _("Operations"),
    BodyKind.PROCUREMENT: _("Procurement"),
    BodyKind.NETWORK: _("Professional network"),
}


def day(label: Any, **kwargs: Any) -> forms.DateField:
    """A day, typed or picked."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **kwargs)


class PersonForm(forms.Form):
    """A new person."""

    name = forms.CharField(label=_("Name"), max_length=150)
    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        validators=[RegexValidator(r"^[a-z0-9.\-]+$", _("Use small letters, digits, dots and hyphens."))],
    )
    email = forms.EmailField(label=_("E-mail"))
    language = forms.ChoiceField(
        label=_("Language"), choices=[("nb", "Bokmål"), ("nn", "Nynorsk"), ("en-gb", "English")]
    )


class KnownPersonForm(PersonForm):
    """What is known of a person; the user name stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["username"]


class EngagementForm(forms.Form):
    """A role for a person."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    role = forms.ChoiceField(label=_("Role"), choices=[(name, role.label) for name, role in ROLES.items()])
    party = forms.ModelChoiceField(label=_("For"), queryset=Party.objects.none())
    title = forms.CharField(label=_("Title"), max_length=100, required=False)
    from_date = day(_("From"))
    to_date = day(_("To, if it is known"), required=False)
    delegation_limit = forms.DecimalField(
        label=_("May bind up to, kroner excl. VAT"),
        max_digits=14,
        decimal_places=2,
        min_value=0,
        required=False,
        localize=True,
        help_text=_("Only for those who authorise and sign."),
    )
    delegation_note = forms.CharField(
        label=_("The delegation it rests on"), max_length=200, required=False, help_text=_("Decision and date.")
    )

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = User.objects.filter(is_active=True).order_by("first_name", "last_name", "username")
        self.fields["person"].queryset = known
        self.fields["person"].label_from_instance = lambda person: person.display_name
        parties = [region.party, *member_parties(region.pk), *body_parties(region.pk)]
        self.fields["party"].queryset = Party.objects.filter(pk__in=[party.pk for party in parties]).order_by(
            "sort_key"
        )
        self.fields["from_date"].initial = clock.today


class LastDayForm(forms.Form):
    """The last day of something."""

    to_date = day(_("Last day"))
    reference = forms.CharField(label=_("The decision it rests on"), max_length=200, required=False)


class AbsenceForm(forms.Form):
    """Who is away, and who stands in, if anybody does."""

    absent = forms.ModelChoiceField(label=_("Who is away"), queryset=User.objects.none())
    stand_in = forms.ModelChoiceField(
        label=_("Who stands in"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("With nobody here, others who may do it are told, or else the coordinator."),
    )
    from_date = day(_("From"))
    to_date = day(_("To"))

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(pk__in=Engagement.objects.filter(region=region).values("person_id")).order_by(
            "first_name", "last_name", "username"
        )
        for name in ("absent", "stand_in"):
            self.fields[name].queryset = people
            self.fields[name].label_from_instance = lambda person: person.display_name


class MembershipForm(forms.Form):
    """A municipality that joins."""

    municipality = forms.ModelChoiceField(label=_("Municipality"), queryset=Municipality.objects.none())
    from_date = day(_("From"))
    reference = forms.CharField(label=_("The decision it rests on"), max_length=200, required=False)

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = Municipality.objects.select_related("party").order_by("party__sort_key")


class BodyForm(forms.Form):
    """A new body."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("What it is"), choices=[(kind.value, label) for kind, label in BODY_KINDS.items()])
    is_legal_person = forms.BooleanField(label=_("It is a legal person of its own, and may buy"), required=False)
