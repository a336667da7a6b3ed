"""The chief executive's desk, what is behind its sums, and the coordinator's board. They only read."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suksit.cases.stages import BY_SLUG
from suksit.dashboards import board as boards
from suksit.dashboards import cards, coming, decisions, harvested, savings, steps
from suksit.dashboards import late as lates
from suksit.dashboards.calendar_file import calendar_file
from suksit.dashboards.scope import Scope, scope_of
from suksit.templatetags.form_of import in_words, nok, nok_short
from workflow.inbox.views import stands_in_for

View = Callable[..., HttpResponse]
LATE_SHOWN = 6


def allowed(permission: str) -> Callable[[View], View]:
    """Let in those who hold a permission somewhere in the region; a person without a role sees nothing there."""

    def decorate(view: View) -> View:
        @wraps(view)
        def check(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.actor is None:
                raise Http404
            if not request.actor.may_anywhere(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return check

    return decorate


@allowed("read_desk")
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for my decision, what has slipped and why, what was gained, what comes."""
    scope = scope_of(request.actor)
    open_rows = decisions.open_decisions(scope)
    found = decisions.behind(open_rows)
    late = lates.late(scope, {row.pk for row in open_rows})
    ahead = coming.coming(scope)
    by_step, total = steps.by_step(scope)
    waiting = sum(not decisions.is_with_council(row, found) for row in open_rows)
    context = {
        "own": scope.own,
        "decides": bool(scope.own) and any(request.actor.may_anywhere(step) for step in decisions.BINDING),
        "lead": " ".join(part for part in (lead(scope, waiting, len(late)), stands_in_for(request.actor)) if part),
        "decisions": decisions.cards(scope, open_rows, found, request.standing),
        "late": late[:LATE_SHOWN],
        "more_late": len(late[LATE_SHOWN:]),
        "benefits": harvested.section(scope),
        "saved": saved_card(scope),
        "stages": by_step,
        "total": total,
        "months": coming.months(ahead),
        "calendar_url": reverse("desk_calendar") if ahead else "",
        "soon": soon_words(coming.soon(ahead)),
        "cases_url": steps.cases_url(mine=False),
    }
    return render(request, "dashboards/desk.html", context)


def lead(scope: Scope, waiting: int, late: int) -> str:
    """One sentence each about the decisions, the delays and the rest."""
    first = (
        ngettext("%(count)s decision waits for you.", "%(count)s decisions wait for you.", waiting)
        % {"count": in_words(waiting).capitalize()}
        if waiting
        else _("No decision waits for you.")
    )
    if late:
        second = ngettext("%(count)s thing is delayed.", "%(count)s things are delayed.", late) % {
            "count": in_words(late).capitalize()
        }
        rest = f"{second} {_('The rest goes as planned.')}"
    else:
        rest = _("Everything goes as planned.")
    return f"{first} {rest}" if scope.own else rest


def soon_words(count: int) -> str:
    """How many deadlines there are within thirty days."""
    if not count:
        return _("No deadlines in the next 30 days.")
    return ngettext("%(count)s deadline in the next 30 days.", "%(count)s deadlines in the next 30 days.", count) % {
        "count": in_words(count).capitalize()
    }


def saved_card(scope: Scope) -> dict[str, Any]:
    """What was saved together, with how it is calculated."""
    own, region = savings.saved(scope)
    figures = [(own, scope.own.name, True)] if scope.own else []
    figures.append((region, _("The region"), False))
    unknown = region.unknown
    how = [
        _(
            "For each signed agreement: what the municipality expected to pay a year when it answered, less what the "
            "agreement costs a year. Agreements that have ended are left out."
        ),
        ngettext("%(count)s agreement is compared.", "%(count)s agreements are compared.", region.contracts)
        % {"count": in_words(region.contracts).capitalize()},
    ]
    if unknown:
        how.append(
            ngettext(
                "%(count)s agreement lacks an estimate or a price and is not counted.",
                "%(count)s agreements lack an estimate or a price and are not counted.",
                unknown,
            )
            % {"count": in_words(unknown).capitalize()}
        )
    return {
        "figures": [figure(row, party, mine=mine) for row, party, mine in figures],
        "how": how,
        "any": bool(region.contracts),
    }


def figure(row: savings.Saved, party: str, *, mine: bool) -> dict[str, str]:
    """One sum; dearer than expected is said, not shown as a negative saving; and unknown is not zero."""
    url = f"{reverse('desk_savings')}?hvem={'mine' if mine else 'alle'}"
    if row.amount is None:
        return {"amount": "", "party": party, "note": _("No agreement can be compared yet"), "url": ""}
    words = nok_short(abs(row.amount))
    note = _("dearer than expected") if row.amount < 0 else ""
    return {"amount": words, "party": party, "note": note, "url": url}


@allowed("read_desk")
def desk_savings(request: HttpRequest) -> HttpResponse:
    """The agreements behind what was saved together, case by case."""
    scope = scope_of(request.actor)
    mine = scope.own is not None and request.GET.get("hvem") != "alle"
    rows = savings.rows(scope, mine=mine)
    here = reverse("desk_savings")
    filters = (
        [
            {"label": scope.own.name, "url": f"{here}?hvem=mine", "count": None, "current": mine},
            {"label": _("The region"), "url": f"{here}?hvem=alle", "count": None, "current": not mine},
        ]
        if scope.own
        else []
    )
    context = {
        "rows": rows,
        "sum": sum(row["saved"] for row in rows) if rows else None,
        "filters": filters,
        "filters_label": _("Whose agreements"),
        "party": scope.own.name if mine and scope.own else _("The region"),
        "nok": nok,
    }
    return render(request, "dashboards/desk_savings.html", context)


@allowed("read_desk")
def desk_calendar(request: HttpRequest) -> HttpResponse:
    """The deadlines of the next ninety days, for one's own calendar."""
    rows = coming.coming(scope_of(request.actor))
    response = HttpResponse(calendar_file(rows, settings.SITE_URL.rstrip("/")), content_type="text/calendar")
    response["Content-Disposition"] = f'attachment; filename="{_("deadlines")}.ics"'
    return response


@allowed("keep_region")
def board(request: HttpRequest) -> HttpResponse:
    """Every open case at its step: with whom it is, how long, what is expected."""
    found = boards.board_of(request.actor)
    chosen = request.GET.get("vis", "")
    chosen = chosen if chosen in boards.FILTERS else ""
    only = BY_SLUG.get(request.GET.get("steg", ""))
    context = {
        "lead": cards.lead(found),
        "turn": cards.turn(found),
        "filters": cards.filters(found, chosen),
        "stages": cards.lanes(found, chosen, only),
    }
    return render(request, "dashboards/board.html", context)
