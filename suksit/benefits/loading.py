"""Getting benefits for a page: the loader is the access check."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from suksit.benefits.models import Benefit, Harvest, Measurement
from suksit.benefits.queries import Line, lines_of
from suksit.cases.models import ChangeCase
from workflow.loading import load_case, load_part


def load_benefit(request: HttpRequest, benefit_id: int) -> tuple[ChangeCase, Benefit]:
    """A benefit of a case that the actor sees. Raises Http404."""
    benefit = Benefit.objects.filter(pk=benefit_id).first()
    if benefit is None:
        raise Http404
    case = load_case(request, benefit.case_id, ChangeCase)
    benefit.case = case
    return case, benefit


def line_of(lines: list[Line], harvest_id: int) -> Line:
    """One party's line. Raises Http404 when it is not among them."""
    for line in lines:
        if line.harvest.pk == harvest_id:
            return line
    raise Http404


def load_own(
    request: HttpRequest, case_id: UUID, model: type[Any], subject: int, permission: str
) -> tuple[ChangeCase, Any, Line]:
    """A harvest or a measurement with its line. Raises PermissionDenied to one without the right at its party."""
    case = load_case(request, case_id, ChangeCase)
    record: Harvest | Measurement = load_part(case, model, subject)
    harvest = record.harvest if isinstance(record, Measurement) else record
    if not request.actor.may(permission, harvest.party_id):
        raise PermissionDenied
    benefit = harvest.benefit
    benefit.case = case
    return case, record, line_of(lines_of([benefit])[benefit.pk], harvest.pk)
