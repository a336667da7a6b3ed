"""The deeds of benefits, as the pages and the inbox know them."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from suksit.benefits import rules
from suksit.benefits.models import Harvest, Measurement
from suksit.rollout.models import Rollout
from suksit.templatetags.form_of import long_date
from workflow.deeds import Deed, follow, register
from workflow.models import Case, HistoryEntry


def told_of_measurement(entry: HistoryEntry) -> str:
    """Measured, or mended."""
    return _("mended a measured number") if entry.data.get("before") else _("gave a measured number")


def those_who_use_it(case: Case, entry: HistoryEntry) -> Iterable[tuple[str, list[int]]]:
    """Those who measure from now on."""
    live = Rollout.objects.filter(case_id=case.pk, state="live").values_list("party_id", flat=True)
    return [("plan_harvest", list(live))]


def told_of_withdrawal(entry: HistoryEntry) -> str:
    """The round that is not measured."""
    return _("is not asked for the number of %(day)s") % {"day": long_date(date.fromisoformat(entry.data["due"]))}


def benefits_of_measurements(keys: Iterable[int]) -> dict[int, str]:
    """The benefit of each round. One query."""
    return dict(Measurement.objects.filter(pk__in=list(keys)).values_list("pk", "harvest__benefit__title"))


def benefits_of_harvests(keys: Iterable[int]) -> dict[int, str]:
    """The benefit of each share. One query."""
    return dict(Harvest.objects.filter(pk__in=list(keys)).values_list("pk", "benefit__title"))


follow(ask_measurement=gettext_lazy("is asked for a number"), withdraw_measurement=told_of_withdrawal)
register(
    Deed(
        "plan_benefit",
        pgettext_lazy("benefits", "Describe a benefit"),
        rules.can_plan_benefit,
        told=pgettext_lazy("benefits", "described a benefit"),
        minutes=10,
        rank=60,
    ),
    Deed(
        "plan_harvest",
        gettext_lazy("Set baseline and target"),
        rules.can_plan_harvest,
        title=gettext_lazy("Set baseline and target"),
        why=gettext_lazy("%(party)s sets its own target and says when to measure."),
        told=gettext_lazy("set baseline and target"),
        minutes=10,
        subject=True,
        about=benefits_of_harvests,
    ),
    Deed(
        "enter_measurement",
        gettext_lazy("Give the number"),
        rules.can_enter_measurement,
        title=gettext_lazy("Give one number"),
        why=gettext_lazy("It is one number from %(party)s."),
        told=told_of_measurement,
        minutes=2,
        subject=True,
        by_link=True,
        link_permissions=("enter_measurement", "skip_measurement"),
        about=benefits_of_measurements,
    ),
    Deed(
        "skip_measurement",
        gettext_lazy("Say that you did not measure"),
        rules.can_skip_measurement,
        title=gettext_lazy("We did not get to measure this time"),
        told=gettext_lazy("did not get to measure this time"),
        minutes=1,
        subject=True,
    ),
    Deed(
        "pass_measurement_on",
        gettext_lazy("Pass it on"),
        rules.can_pass_measurement_on,
        title=gettext_lazy("Pass the task to somebody else"),
        told=gettext_lazy("passed the measuring to a colleague"),
        minutes=1,
        subject=True,
    ),
    Deed(
        "tell_story",
        gettext_lazy("Tell what worked"),
        rules.can_tell_story,
        title=gettext_lazy("Tell what worked"),
        told=gettext_lazy("told what worked"),
        minutes=5,
        subject=True,
    ),
    Deed(
        "start_harvest",
        pgettext_lazy("benefits", "Go on to the benefits"),
        rules.can_start_harvest,
        title=pgettext_lazy("benefits", "Go on to the benefits when the solution is in use"),
        why=pgettext_lazy("benefits", "The case goes on to the benefits when you say so."),
        told=pgettext_lazy("benefits", "went on to the benefits (BP5)"),
        minutes=5,
        tells=those_who_use_it,
        rank=10,
    ),
    Deed(
        "close_case",
        gettext_lazy("Close the case"),
        rules.can_close_case,
        title=gettext_lazy("Close the case"),
        why=gettext_lazy("The last round is measured. Write down what others may learn."),
        told=gettext_lazy("closed the case (BP6)"),
        minutes=15,
        tells=those_who_use_it,
        rank=10,
    ),
)
