"""The deeds of planning, as the pages and the inbox know them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.planning import rules
from procurement.planning.models import Route
from workflow.deeds import Deed, register
from workflow.models import Case, HistoryEntry


def told_route(entry: HistoryEntry) -> str:
    """What the timeline says of a route."""
    return _("chose the route: %(route)s") % {"route": Route(entry.data["route"]).label}


def tells_the_coordinator(case: Case, entry: HistoryEntry) -> Iterable[tuple[str, Iterable[int]]]:
    """The one who routes the case."""
    return [("close_invitation", [case.region_id])]


register(
    Deed(
        "choose_route",
        gettext_lazy("Choose the route"),
        rules.can_choose_route,
        title=gettext_lazy("Choose how it is to be bought"),
        why=gettext_lazy("The municipalities have bound themselves. The route decides what comes next."),
        told=told_route,
        minutes=5,
        rank=20,
        tells=tells_the_coordinator,
    ),
    Deed(
        "plan_procurement",
        gettext_lazy("Plan the procurement"),
        rules.can_plan_procurement,
        told=gettext_lazy("planned the procurement"),
        minutes=15,
        rank=25,
    ),
    Deed(
        "name_evaluators",
        gettext_lazy("Name the evaluation group"),
        rules.can_name_evaluators,
        told=gettext_lazy("named the evaluation group"),
        minutes=3,
        rank=30,
    ),
)
