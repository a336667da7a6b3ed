"""The three steps of a report, as pages: what is filled in already, what looks alike, what comes next."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from suksit.cases.models import ChangeCase
from suksit.changes import alike, forms, queries, words
from suksit.changes.fields import in_words
from suksit.regions.queries import coordinator_name
from suksit.templatetags.form_of import moment
from workflow.models import Party

TEMPLATE = "changes/report_step.html"
REPORT_FIELDS = (
    "needs",
    "affected",
    "in_use_today",
    "supplier_today",
    "rough_value",
    "draft_benefits",
    "benefits_later",
    "obstacles",
)


def progress(number: int) -> dict[str, Any]:
    """Where in the three steps, and what follows."""
    labels = [_("What is it about?"), _("Why"), _("Look over and send")]
    then = {1: _("Then: Why, and Look over and send"), 2: _("Then: Look over and send"), 3: ""}
    return {"number": number, "count": len(labels), "label": labels[number - 1], "then": then[number]}


def frame(request: HttpRequest, number: int, case: ChangeCase | None, places: list[Party]) -> dict[str, Any]:
    """What stands around every step."""
    filled = []
    if case:
        filled.append({"label": _("Municipality"), "value": case.report.municipality.name})
    elif len(places) == 1:
        filled.append({"label": _("Municipality"), "value": places[0].name})
    filled.append({"label": _("Reported by"), "value": request.actor.name})
    return {
        "progress": progress(number),
        "filled": filled,
        "crumbs": [{"label": _("My tasks"), "url": reverse("my_tasks")}],
        "save_button": number < 3,
        "discard_url": reverse("discard_draft", args=[case.pk]) if case else "",
    }


def what_page(request: HttpRequest, form: Form, places: list[Party], case: ChangeCase | None = None) -> HttpResponse:
    """Step 1, with what looks alike beside it."""
    title = str(form["title"].value() or "")
    municipality = chosen(form, places, case)
    context = {
        **frame(request, 1, case, places),
        "form": form,
        "first_button": _("Next: Why"),
        "note": _("Nothing is sent before step 3. The description of needs and the benefits may come later."),
        "drafts": [] if case or form.is_bound else [draft_row(row) for row in queries.open_drafts(request.actor)],
        **alike_context(request, title, municipality, places, case),
        "fetched": fetched(request, form, title, municipality),
    }
    if case is None and len(places) > 1:
        context["filled"] = context["filled"][-1:]
    return render(request, TEMPLATE, context, status=422 if form.is_bound else 200)


def chosen(form: Form, places: list[Party], case: ChangeCase | None) -> int | None:
    """The municipality that the report is for, as far as it is known."""
    if "municipality" in form.fields:
        value = str(form["municipality"].value() or "")
        return next((party.pk for party in places if str(party.pk) == value), None)
    return case.report.municipality_id if case else places[0].pk


def fetched(request: HttpRequest, form: Form, title: str, municipality: int | None) -> dict[str, str] | None:
    """Where the end of the agreement came from, when it is the one in the municipality's own list."""
    ends = str(form["agreement_ends"].value() or "")
    own = alike.own_agreement(title, request.actor.region_id, municipality) if ends and municipality else None
    if own is None or own.ends_on is None or in_words(own.ends_on) != ends:
        return None
    return {"value": ends, "words": words.fetched_words(own)}


def draft_row(case: ChangeCase) -> dict[str, str]:
    """A draft to go on with."""
    when = moment(case.last_event_at)
    return {
        "title": case.title,
        "url": words.draft_url(case),
        "label": _("Go on with the draft from %(when)s") % {"when": when},
        "discard_url": reverse("discard_draft", args=[case.pk]),
    }


def alike_context(
    request: HttpRequest,
    title: str,
    municipality: int | None,
    places: list[Party],
    case: ChangeCase | None = None,
    found: alike.Found | None = None,
) -> dict[str, Any]:
    """What looks alike, and where the rest of it is."""
    found = found or alike.like(title, request.actor, municipality, but=case)
    rows = words.alike_rows(found, request.actor, {party.pk: party for party in places})
    return {
        "alike": rows,
        "alike_count": found.count,
        "alike_words": words.alike_words(title, found),
        "alike_url": reverse("report_alike"),
        "all_url": f"{reverse('case_list')}?{urlencode({'q': title.strip()})}" if found.count > len(rows) else "",
    }


def alike_answer(request: HttpRequest, places: list[Party]) -> HttpResponse:
    """The fragment: what looks alike, the link to it, and the agreement's end when nobody has typed one."""
    title = request.GET.get("title", "")[:200].replace("\x00", "")
    form = forms.WhatForm(initial={"municipality": request.GET.get("municipality", "")}, places=places)
    municipality = chosen(form, places, None)
    found = alike.like(title, request.actor, municipality)
    context = alike_context(request, title, municipality, places, found=found)
    typed, before = request.GET.get("agreement_ends", "").strip(), request.GET.get("fetched")
    untouched = typed == (before or "") and not (before and not typed)
    if untouched and request.GET.get("kind") != "new":
        ends = found.own.ends_on if found.own else None
        form.initial["agreement_ends"] = ends
        context["ends_too"] = bool(ends or typed)
        context["fetched"] = {"value": in_words(ends), "words": words.fetched_words(found.own)} if ends else None
    return render(request, f"{TEMPLATE}#alike_answer", {**context, "form": form, "by_htmx": True})


def why_initial(case: ChangeCase) -> dict[str, Any]:
    """What has been written; before step 2 has been reached, what the municipality's own list says is in use."""
    report = case.report
    values = {name: getattr(report, name) for name in REPORT_FIELDS}
    fresh = report.step_reached <= 2 and not (report.in_use_today or report.supplier_today)
    own = alike.own_agreement(case.title, case.region_id, report.municipality_id) if fresh else None
    return values | ({"in_use_today": own.system, "supplier_today": own.supplier} if own else {})


def whole_initial(case: ChangeCase) -> dict[str, Any]:
    """Everything that has been written."""
    values = {name: getattr(case.report, name) for name in (*REPORT_FIELDS, "agreement_ends")}
    return values | {"title": case.title, "kind": case.kind}


def about(case: ChangeCase) -> list[dict[str, str]]:
    """What step 1 said, in one line."""
    facts = [{"label": _("It is about"), "value": case.title}]
    if case.report.agreement_ends:
        facts.append({"label": _("The agreement ends"), "value": in_words(case.report.agreement_ends)})
    return facts


def why_page(request: HttpRequest, form: Form, places: list[Party], case: ChangeCase) -> HttpResponse:
    """Step 2: why."""
    context = frame(request, 2, case, places)
    own = alike.own_agreement(case.title, case.region_id, case.report.municipality_id)
    context |= {
        "filled": [context["filled"][0], *about(case)],
        "change_url": reverse("report_edit", args=[case.pk, 1]),
        "form": form,
        "first_button": _("Next: Look over"),
        "note": _("You may leave everything open and fill it in later. A draft is saved when you go on."),
        "back_url": reverse("report_edit", args=[case.pk, 1]),
        "attached": [row.name for row in case.documents.order_by("added_at", "pk")],
        "from_list": words.fetched_words(own) if own and case.kind != "new" else "",
        **alike_context(request, case.title, case.report.municipality_id, places, case),
        "alike_url": "",
    }
    return render(request, TEMPLATE, context, status=422 if form.is_bound else 200)


def look_over_page(request: HttpRequest, case: ChangeCase, *, urgent: bool) -> HttpResponse:
    """Step 3: look it over, then send."""
    places = queries.may_report_for(request.actor)
    facts = words.facts_of(case)
    attached = [row.name for row in case.documents.order_by("added_at", "pk")]
    if attached:
        facts.append({"label": _("Attachments"), "value": words.names(attached)})
    context = frame(request, 3, case, places)
    context |= {
        "summary": facts,
        "form": forms.SendForm(),
        "first_button": _("Send the report"),
        "incomplete": case.report.is_incomplete,
        "note": _("%(name)s gets it, and the other municipalities see the title and the need.")
        % {"name": coordinator_name(case.region_id) or _("The coordinator")},
        "back_url": reverse("report_edit", args=[case.pk, 2]),
        "edit_urls": [reverse("report_edit", args=[case.pk, step]) for step in (1, 2)],
        "urgent": coordinator_name(case.region_id) if urgent else "",
        **alike_context(request, case.title, case.report.municipality_id, places, case),
        "alike_url": "",
    }
    return render(request, TEMPLATE, context)
