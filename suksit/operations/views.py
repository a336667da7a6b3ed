"""The page for whoever keeps a region: what stands still, is late or has failed, and what to do about each."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suksit.regions.models import RegionEvent
from workflow import clock
from workflow import operations as engine
from workflow.actors import Actor
from workflow.loading import load_case
from workflow.models import Assignment, Case
from workflow.transitions import Stale


def keeper(request: HttpRequest) -> Actor:
    """The actor, when that one keeps the region. Raises Http404 without a role, PermissionDenied without the right."""
    if request.actor is None:
        raise Http404
    if not request.actor.may("keep_region", request.region.pk):
        raise PermissionDenied
    return request.actor


def operations(request: HttpRequest) -> HttpResponse:
    """Every finding with its rows. The number of queries does not grow with the rows."""
    actor = keeper(request)
    found = [(finding, finding.find(actor)) for finding in engine.findings()]
    context = {
        "wrong": [
            {"name": finding.name, "title": finding.title, "explained": finding.explained, "rows": rows}
            for finding, rows in found
            if rows
        ],
        "right": [finding.title for finding, rows in found if not rows],
        "count": sum(len(rows) for _finding, rows in found),
    }
    return render(request, "operations/operations.html", context)


@require_POST
def remind_task(request: HttpRequest, task_id: int) -> HttpResponse:
    """Remind those whose turn it is, once a day at most."""
    actor = keeper(request)
    task = Assignment.objects.filter(pk=task_id, case__region_id=actor.region_id).select_related("party").first()
    if task is None:
        raise Http404
    try:
        told = engine.remind_task(task, by=actor)
    except Stale:
        messages.info(request, _("The task has been done meanwhile."))
        return redirect("operations")
    if told:
        messages.success(request, _("%(party)s is reminded.") % {"party": task.party.name})
    else:
        messages.info(request, _("Nobody was reminded: they have been today, or nobody is there to remind."))
    return redirect("operations")


@require_POST
def retry_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Try a failed job again."""
    actor = keeper(request)
    if not engine.retry_job(job_id, by=actor):
        raise Http404
    RegionEvent.objects.create(
        region=request.region,
        actor_id=actor.user_id,
        deed="retry_job",
        about=_("tried a failed job again"),
        data={"job": job_id},
        happened_at=clock.now(),
    )
    messages.success(request, _("The job is tried again."))
    return redirect("operations")


@require_POST
def reopen_step(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Open the last step of a case in which nobody has the turn."""
    actor = keeper(request)
    case = load_case(request, case_id, Case)
    try:
        engine.reopen_step(case, by=actor)
    except Stale:
        messages.info(request, _("The case has gone on meanwhile."))
    else:
        messages.success(request, _("The step is open again."))
    return redirect("operations")
