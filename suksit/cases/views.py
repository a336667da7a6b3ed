"""The pages of cases: the list, the case, its history, its documents."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from suksit.cases import as_of_page, listing, page, queries, timeline
from suksit.cases.forms import DayForm
from suksit.cases.models import ChangeCase
from suksit.changes.words import draft_url
from workflow import clock, history
from workflow.loading import load_case
from workflow.models import Document, Party, PartyKind
from workflow.visibility import eyes_of, visible_documents

ON_A_PAGE = 25


def case_list(request: HttpRequest) -> HttpResponse:
    """The region's cases: filtered, searched, the newest event first. htmx gets the rows alone."""
    actor = request.actor
    if actor is None:
        raise Http404
    want = listing.wanted(request.GET)
    pages = Paginator(queries.found(actor, want), ON_A_PAGE)
    page_obj = pages.get_page(request.GET.get("page"))
    chosen = listing.parameters(want)
    context: dict[str, Any] = {
        "cases": listing.rows(page_obj.object_list, actor),
        "count": pages.count,
        "page_obj": page_obj,
        "q": want.q,
        "chosen": chosen,
        "query": urlencode(chosen | ({"q": want.q} if want.q else {})),
    }
    template = "cases/case_list.html"
    if request.htmx and not request.htmx.boosted and not request.htmx.history_restore_request:
        template += "#rows"
    else:
        context["filters"] = listing.filters(actor, want, own_municipality(actor.parties))
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def own_municipality(parties: frozenset[int]) -> str:
    """The name of the actor's municipality; empty for those who act for none, or for several."""
    names = list(Party.objects.filter(pk__in=parties, kind=PartyKind.ORGANISATION).values_list("name", flat=True)[:2])
    return names[0] if len(names) == 1 else ""


def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A case. A draft opens where its reporter left it."""
    found = load_case(request, case_id, ChangeCase)
    if found.state == "draft":
        return redirect(draft_url(found))
    return render(request, "cases/case.html", page.of_case(found, request.actor))


def case_history(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Everything that was done in a case, and whether the chain holds."""
    found = load_case(request, case_id, ChangeCase)
    eyes = eyes_of(found, request.actor)
    page_obj = Paginator(history.entries(found, eyes), ON_A_PAGE).get_page(request.GET.get("page"))
    documents = {str(row.pk): row for row in visible_documents(found, request.actor, eyes)}
    rows = history.with_texts(found, page_obj.object_list, eyes)
    broken = history.verify(found.pk)
    sealed = (
        _("The chain does not hold from entry %(number)s. Tell the coordinator.") % {"number": broken[0].sequence}
        if broken
        else _("Each entry is sealed with the one before it. The chain was checked just now, and it holds.")
    )
    context = {
        "case": found,
        "crumbs": page.crumbs(found, _("History")),
        "events": timeline.events(found, rows, documents, whole=True),
        "page_obj": page_obj,
        "sealed": sealed,
    }
    return render(request, "cases/history.html", context)


def case_as_of(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A case as it was at the end of a day, rebuilt from its history; read-only."""
    found = load_case(request, case_id, ChangeCase)
    if found.state == "draft":
        raise Http404
    form = DayForm(request.GET if "dag" in request.GET else {"dag": date_format(clock.today(), "d.m.Y")})
    day = form.cleaned_data["dag"] if form.is_valid() else None
    context = {
        "case": found,
        "crumbs": page.crumbs(found, _("The case as it was")),
        "form": form,
        "day": day,
        **(as_of_page.of_day(found, request.actor, day) if day else {}),
    }
    return render(request, "cases/as_of.html", context)


def document(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """A document, as a file to be saved: never opened inside the product's own pages."""
    row = Document.objects.filter(pk=document_id).only("case_id").first()
    if row is None:
        raise Http404
    found = load_case(request, row.case_id, ChangeCase)
    readable = visible_documents(found, request.actor).filter(pk=document_id).first()
    if readable is None:
        raise Http404
    try:
        file = readable.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=readable.name, content_type=readable.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
