"""The front page, and the page that a signed link opens."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.formats import date_format
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from workflow import clock, links, people
from workflow.actors import SYSTEM, Actor, Grant
from workflow.context import acting_as, set_actor
from workflow.deeds import REGISTRY
from workflow.inbox import drafts, queries, rows, sharing
from workflow.links import LinkClosed
from workflow.models import Assignment, Channel, Substitution

WAITED_FOR = 5
DAYS_BACK = {0: 3, 6: 2}


def last_working_day() -> datetime:
    """The start of the working day before today, roughly: Friday on a Monday."""
    day = clock.today() - timedelta(days=DAYS_BACK.get(clock.today().weekday(), 1))
    return make_aware(datetime.combine(day, time.min))


def my_tasks(request: HttpRequest) -> HttpResponse:
    """What waits for me, why, until when, one click to do it; then what I wait for, and what others have done."""
    if request.actor is None:
        return render(request, "inbox/no_role.html", status=200)
    actor = request.actor
    since = last_working_day()
    waiting = queries.waiting_for(actor)
    shared = sharing.with_colleagues([row.assignment for row in waiting], actor)
    may_report = actor.may_anywhere("report_change") or actor.may_anywhere("report_on_behalf")
    others = queries.waited_for(actor)
    first_others = others[:WAITED_FOR]
    names = rows.names_at_bodies(first_others, actor.region_id)
    context: dict[str, Any] = {
        "waiting": [rows.task(row, actor, shared) for row in waiting],
        "minutes": sum(row.minutes for row in waiting),
        "waited_for": [rows.waited_for(row, names) for row in first_others],
        "more_waited_for": len(others) > WAITED_FOR,
        "happened": [rows.event(entry) for entry in queries.happened(actor, since)],
        "since": since.date(),
        "report_url": reverse("report_new") if may_report else None,
        "drafts": [rows.draft(row) for row in drafts.of_actor(actor)],
        "stand_in": stands_in_for(actor),
    }
    return render(request, "inbox/my_tasks.html", context)


def stands_in_for(actor: Actor) -> str:
    """A sentence for the one who stands in for somebody today; empty otherwise."""
    if not actor.stands_in_for:
        return ""
    found = Substitution.objects.filter(
        absent_id__in=actor.stands_in_for,
        stand_in_id=actor.user_id,
        region_id=actor.region_id,
        from_date__lte=clock.today(),
        to_date__gte=clock.today(),
    ).select_related("absent")
    return " ".join(
        _("You answer for %(name)s until %(day)s.")
        % {"name": row.absent.display_name, "day": date_format(row.to_date, "j. F")}
        for row in found
    )


@login_not_required
@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """One page for one person and one task, without sign-in. GET shows, POST does; nothing else opens with it."""
    try:
        holder = links.read(token)
        with acting_as(SYSTEM):
            assignment = links.check_open(
                Assignment.objects.select_related("case").filter(pk=holder.assignment_id).first()
            )
            actor = link_actor(holder, assignment)
    except LinkClosed as closed:
        return render(request, "inbox/link_closed.html", {"reason": closed.reason}, status=410)
    deed = REGISTRY[assignment.step]
    match = resolve(deed.url(assignment.case, assignment.subject))
    request.actor = actor
    with transaction.atomic():
        set_actor(actor)
        response = match.func(request, *match.args, **match.kwargs)
    if request.method == "POST" and response.status_code == 302:
        return render(request, "inbox/link_done.html", {"deed": deed, "case": assignment.case})
    return response


def link_actor(holder: links.LinkHolder, assignment: Assignment) -> Actor:
    """The person of a link, with the one right that the task needs.

    Raises LinkClosed when the person no longer holds it, or the deed asks for sign-in.
    """
    deed = REGISTRY.get(assignment.step)
    if deed is None or not deed.by_link or holder.region_id != assignment.case.region_id:
        raise LinkClosed("unknown")
    for person in people.with_permission(assignment.permission, [assignment.party_id], holder.region_id):
        if person.user_id == holder.user_id:
            grant = Grant(person.role)
            return Actor(
                user_id=person.user_id,
                name=person.name,
                region_id=holder.region_id,
                grants={(assignment.party_id, permission): grant for permission in deed.link_permissions},
                parties=frozenset({assignment.party_id}),
                channel=Channel.LINK,
                only_assignment=assignment.pk,
            )
    raise LinkClosed("expired")
