"""The page of a deed: may it be done, the form, the doing, and a plain answer when somebody else was first."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from workflow.deeds import REGISTRY
from workflow.models import Case
from workflow.transitions import OnHold, Stale


def deed_page(
    request: HttpRequest,
    case: Case,
    deed: str,
    *,
    allowed: bool,
    form: Callable[..., Form],
    act: Callable[[Form], Any],
    initial: dict[str, Any] | None = None,
    template: str = "form_page.html",
    context: dict[str, Any] | None = None,
    done: str = "",
    then: str = "",
) -> HttpResponse:
    """Show the form of a deed, or do it.

    `allowed` is the rule's answer; when it says no, the page tells who moved the case on, if somebody did, else 403.
    `act` gets the valid form and calls one action. It may raise ValidationError, which lands in the form; Stale is
    answered with who was first, and what was typed is shown again to be copied. `done` is what is said afterwards.
    """
    known = REGISTRY[deed]
    bound = request.method == "POST"
    filled = form(data=request.POST if bound else None, files=request.FILES if bound else None, initial=initial or {})
    if not allowed:
        return moved_on(request, case, deed, filled if bound else None)
    if bound and filled.is_valid():
        try:
            act(filled)
        except ValidationError as error:
            filled.add_error(None, error)
        except OnHold:
            filled.add_error(None, _("The case is on hold. It must be taken up again first."))
        except Stale as stale:
            return moved_on(request, case, deed, filled, stale)
        else:
            messages.success(request, done or str(known.told) or _("Done."))
            return redirect(then or reverse("case", args=[case.pk]))
    status = 422 if bound else 200
    return render(
        request,
        template,
        {
            "case": case,
            "deed": known,
            "title": known.title or known.label,
            "button": known.label,
            "form": filled,
            "back": reverse("case", args=[case.pk]),
            **(context or {}),
        },
        status=status,
    )


def moved_on(
    request: HttpRequest, case: Case, deed: str, form: Form | None = None, stale: Stale | None = None
) -> HttpResponse:
    """Tell the one who came second what happened, with what was typed. Raises PermissionDenied to one without right."""
    stale = stale or Stale(case)
    if form is None and not has_been_done(case, deed):
        raise PermissionDenied
    return render(
        request,
        "moved_on.html",
        {
            "case": case,
            "last": stale.last,
            "deed": REGISTRY[deed],
            "typed": [(field.label, field.value()) for field in (form or ()) if field.value() and not field.is_hidden],
            "back": reverse("case", args=[case.pk]),
        },
        status=409,
    )


def has_been_done(case: Case, deed: str) -> bool:
    """Whether the deed stands in the case's history: an old tab, not a forbidden one."""
    return case.history.filter(deed=deed).exists()
