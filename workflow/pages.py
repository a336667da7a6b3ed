"""The page of a deed: may it be done, the form, the doing, and a plain answer when somebody else was first."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from workflow.actors import Actor
from workflow.deeds import REGISTRY, told_of
from workflow.inbox.rows import doer
from workflow.inbox.sharing import had_by
from workflow.models import Case
from workflow.transitions import OnHold, Stale, locked


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
    mends: Q | None = None,
) -> HttpResponse:
    """Show the form of a deed, or do it.

    The view has asked for the right before (`require`): one who never had it is not told what others did. `allowed` is
    the rule's answer; when it says no, it is the time that is wrong, and the page tells who moved the case on.
    `act` gets the valid form and calls one action. It may raise ValidationError, which lands in the form. Stale, and a
    no that the action gives when it has locked the case, mean that somebody was first: the page tells who, and shows
    what was typed, to be copied. `done` is what is said afterwards.
    """
    known = REGISTRY[deed]
    bound = request.method == "POST"
    filled = form(data=request.POST if bound else None, files=request.FILES if bound else None, initial=initial or {})
    if not allowed:
        return moved_on(request, case, deed, filled if bound else None)
    seen = "" if mends is None else request.POST.get("seen", "") or newest(case, deed, mends)
    if bound and filled.is_valid():
        try:
            with transaction.atomic(), nullcontext() if mends is None else locked(case):
                refuse_overwriting(request, case, deed, mends)
                act(filled)
        except ValidationError as error:
            filled.add_error(None, error)
        except OnHold:
            filled.add_error(None, _("The case is on hold. It must be taken up again first."))
        except (Stale, PermissionDenied):
            return moved_on(request, case, deed, filled, mends)
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
            "seen": seen,
            "had_by": "" if bound else had_by(case, deed, request.resolver_match.kwargs.get("subject"), request.actor),
            **(context or {}),
        },
        status=status,
    )


def newest(case: Case, deed: str, mends: Q) -> int:
    """The place in the case's history of the last entry that set what a form opens with; 0 before the first."""
    return case.history.filter(mends, deed=deed).aggregate(last=Max("sequence"))["last"] or 0


def refuse_overwriting(request: HttpRequest, case: Case, deed: str, mends: Q | None) -> None:
    """Raise Stale when somebody else has set it since the page was opened. The case is locked."""
    seen = request.POST.get("seen", "")[:9]
    if mends is None or not seen.isdecimal():
        return
    since = case.history.filter(mends, deed=deed, sequence__gt=int(seen))
    if since.exclude(actor=request.actor.user_id).exists():
        raise Stale(case)


def moved_on(
    request: HttpRequest, case: Case, deed: str, form: Form | None = None, mends: Q | None = None
) -> HttpResponse:
    """Tell the one who came second what happened, with what was typed. For those who hold the right to the deed.

    Raises PermissionDenied when nothing was posted, and the deed was never done: then there is nothing to tell.
    """
    if form is None and not case.history.filter(deed=deed).exists():
        raise PermissionDenied
    return render(
        request,
        "moved_on.html",
        {
            "case": case,
            "last": what_moved_it(case, deed, request.actor, mends),
            "deed": REGISTRY[deed],
            "typed": [(field.label, field.value()) for field in (form or ()) if field.value() and not field.is_hidden],
            "back": reverse("case", args=[case.pk]),
        },
        status=409,
    )


def what_moved_it(case: Case, deed: str, actor: Actor, mends: Q | None = None) -> dict[str, Any] | None:
    """Who did it, in words: the deed itself, the own party's first, or what brought the case to where it is now."""
    state = Case.objects.filter(pk=case.pk).values_list("state", flat=True).first()
    entries = case.history.select_related("case", "actor", "party").order_by("-sequence")
    if mends is None and REGISTRY[deed].subject:
        mends = Q(party__in=actor.parties) | Q(data__party__in=sorted(actor.parties))
    entry = entries.filter(mends, deed=deed).first() if mends is not None else None
    entry = entry or entries.filter(Q(deed=deed) | Q(to_state=state), data__visibility__isnull=True).first()
    if entry is None:
        return None
    return {
        "who": doer(entry, case.region_id),
        "told": told_of(entry),
        "at": entry.happened_at,
        "by": entry.actor.display_name if entry.actor else "",
    }
