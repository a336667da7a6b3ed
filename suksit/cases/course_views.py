"""The pages of the whole way of a case."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from suksit.cases import course
from suksit.cases.models import ChangeCase
from workflow.bpmn import bpmn_of
from workflow.drawing import drawing_of
from workflow.flows import flow_of
from workflow.loading import load_case
from workflow.transitions import require


@require_safe
def case_course(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The whole way, with the case in it, for everybody who sees the case. A draft has none yet."""
    case = on_its_way(request, case_id)
    try:
        context = course.of_case(case, request.actor)
    except ImportError as error:
        raise Http404 from error
    return render(request, "cases/course.html", context)


@require_safe
def case_course_bpmn(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The flow of the case as BPMN 2.0, to be saved, for those who keep the region."""
    case = on_its_way(request, case_id)
    require(request.actor.may("keep_region", case.region_id))
    try:
        drawing = drawing_of(flow_of(case))
    except ImportError as error:
        raise Http404 from error
    response = HttpResponse(bpmn_of(drawing), content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{drawing.flow.__name__}.bpmn"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def on_its_way(request: HttpRequest, case_id: UUID) -> ChangeCase:
    """A case that has a flow. Raises Http404 for a draft."""
    case = load_case(request, case_id, ChangeCase)
    if not case.flow:
        raise Http404
    return case
