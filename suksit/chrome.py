"""What stands around every page: who I am, where I may go, whom to ask."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from suksit.regions.queries import coordinator_name
from suksit.regions.roles import ROLES

VERSION = "0.1.0"


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context for `base.html`. Cheap on error pages, where there may be no actor."""
    actor = getattr(request, "actor", None)
    common = {
        "version": VERSION,
        "source_url": settings.SOURCE_URL,
        "accessibility_statement_url": settings.ACCESSIBILITY_STATEMENT_URL,
        "is_demo": settings.DEMO,
    }
    if actor is None or not request.user.is_authenticated:
        return common
    items = [("my_tasks", _("My tasks"))]
    if actor.may_anywhere("read_desk"):
        is_board = actor.may_anywhere("keep_region")
        items.append(("board", _("Board")) if is_board else ("desk", _("Desk")))
    items += [
        ("case_list", _("Cases")),
        ("benefit_list", pgettext("benefits", "Benefits")),
        ("solution_list", _("Solutions")),
        ("region", _("Region")),
    ]
    here = request.resolver_match.url_name if request.resolver_match else ""
    return common | {
        "nav": [{"label": label, "url": reverse(name), "current": here == name} for name, label in items],
        "me": {"name": actor.name, "first_name": request.user.first_name, "role": capacity(request)},
        "region": request.region,
        "regions": request.regions,
        "coordinator_name": coordinator_name(request.region.pk),
    }


def capacity(request: HttpRequest) -> str:
    """The person's first role and party, as shown beside the name."""
    first = next(iter(request.standing), None)
    if first is None:
        return ""
    role = str(ROLES[first.role].label)
    of_region = first.party_id == request.region.pk or ROLES[first.role].held_at == "lead_buyer"
    return role if of_region else f"{role}, {first.party_name}"
