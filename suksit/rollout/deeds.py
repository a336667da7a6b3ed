"""The deeds of rollout, as the pages and the inbox know them."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suksit.regions.queries import operations_party
from suksit.rollout import rules
from suksit.templatetags.form_of import long_date
from workflow.deeds import Deed, follow, register
from workflow.models import Case, HistoryEntry


def is_delay(entry: HistoryEntry) -> bool:
    """Whether an entry moves a go-live to a later day."""
    before = entry.data.get("before")
    return bool(before) and entry.data["planned_on"] > before


def told_of_plan(entry: HistoryEntry) -> str:
    """The planned day, or the move."""
    day = {"day": long_date(date.fromisoformat(entry.data["planned_on"]))}
    return (_("moved the go-live to %(day)s") if entry.data.get("before") else _("plans to go live %(day)s")) % day


def told_of_go_live(entry: HistoryEntry) -> str:
    """The day it was taken into use."""
    day = date.fromisoformat(entry.data["went_live_on"])
    return _("took the solution into use %(day)s") % {"day": long_date(day)}


def delay_concerns(case: Case, entry: HistoryEntry) -> Iterable[tuple[str, list[int]]]:
    """A delay concerns the coordinator and those who run the systems."""
    if not is_delay(entry):
        return []
    body = operations_party(case.region_id)
    told = [("start_harvest", [case.region_id])]
    return [*told, ("accept_operations", [body.pk])] if body else told


def coordinator(case: Case, entry: HistoryEntry) -> Iterable[tuple[str, list[int]]]:
    """The one who turns the case to its benefits when all use the solution."""
    return [("start_harvest", [case.region_id])]


def withdrawal_concerns(case: Case, entry: HistoryEntry) -> Iterable[tuple[str, list[int]]]:
    """The party's own people, the coordinator, and those who run the systems."""
    body = operations_party(case.region_id)
    told = [("plan_rollout", [entry.data["party"]]), ("start_harvest", [case.region_id])]
    return [*told, ("accept_operations", [body.pk])] if body else told


follow(
    open_rollout=gettext_lazy("can plan when it is taken into use"),
    start_rollout=gettext_lazy("began taking it into use"),
)
register(
    Deed(
        "plan_rollout",
        gettext_lazy("Plan the go-live"),
        rules.can_plan_rollout,
        title=gettext_lazy("Plan when %(party)s takes it into use"),
        why=gettext_lazy("The others and operations plan after your day. You may move it later."),
        told=told_of_plan,
        minutes=5,
        subject=True,
        by_link=True,
        link_permissions=("plan_rollout",),
        tells=delay_concerns,
    ),
    Deed(
        "check_off",
        gettext_lazy("Tick off the checklist"),
        rules.can_check_off,
        title=gettext_lazy("The checklist before go-live"),
        told=gettext_lazy("ticked off on the checklist"),
        minutes=3,
        subject=True,
    ),
    Deed(
        "accept_operations",
        gettext_lazy("Take over operations"),
        rules.can_accept_operations,
        title=gettext_lazy("Take over operations"),
        why=gettext_lazy("A municipality is about to go live. It needs your yes first."),
        told=gettext_lazy("took over operations"),
        minutes=10,
        subject=True,
    ),
    Deed(
        "confirm_go_live",
        gettext_lazy("Confirm the go-live"),
        rules.can_confirm_go_live,
        title=gettext_lazy("Confirm that %(party)s uses the solution"),
        why=gettext_lazy("Operations have taken over. Measuring of benefits counts from this day."),
        told=told_of_go_live,
        minutes=2,
        subject=True,
        tells=coordinator,
    ),
    Deed(
        "withdraw_rollout",
        gettext_lazy("Do not take it into use"),
        rules.can_withdraw_rollout,
        title=gettext_lazy("%(party)s does not take it into use"),
        told=gettext_lazy("does not take the solution into use after all"),
        minutes=2,
        subject=True,
        tells=withdrawal_concerns,
    ),
)
