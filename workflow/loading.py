"""Getting a case for a page. The loader is the access check: without the right there is no object."""

from typing import Any, TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest

from workflow.models import Case

CaseType = TypeVar("CaseType", bound=Case)


def load_case(request: HttpRequest, case_id: UUID, model: type[CaseType]) -> CaseType:
    """A case that the actor takes part in. Raises Http404: what you may not see does not exist.

    Two doors say so: the actor's parties here, and row-level security below.
    """
    actor = request.actor
    if actor is None:
        raise Http404
    case = model.objects.filter(pk=case_id, region_id=actor.region_id).select_related("region").first()
    if case is None:
        raise Http404
    if case.state == "draft":
        if case.created_by_id != actor.user_id:
            raise Http404
    elif not case.participants.filter(party_id__in=actor.parties).exists():
        raise Http404
    return case


def load_part(case: Case, model: type[Any], key: int) -> Any:
    """A child record of a case, with the case on it. Raises Http404 when it is another case's."""
    record = model.objects.filter(case_id=case.pk, pk=key).first()
    if record is None:
        raise Http404
    record.case = case
    return record
