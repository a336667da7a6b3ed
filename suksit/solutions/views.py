"""What runs where until when; and the import of a list from a spreadsheet, with a look before anything is saved."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suksit.regions.queries import member_parties
from suksit.solutions import comparing, queries, register
from suksit.solutions.forms import ImportForm
from suksit.solutions.models import Agreement, AgreementImport
from suksit.solutions.reading import Register
from suksit.solutions.template import template_file
from suksit.templatetags.form_of import in_words
from workflow.models import Party

ON_A_PAGE = 25
ENDING_SHOWN = 6
SHOWN = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def solution_list(request: HttpRequest) -> HttpResponse:
    """The region's systems by municipality; or one municipality's agreements; or those that end within a year."""
    actor = request.actor
    if actor is None:
        raise Http404
    q = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    members = member_parties(actor.region_id)
    rows = list(queries.agreements(actor.region_id, q))
    party = next((one for one in members if str(one.pk) == request.GET.get("kommune")), None)
    ending = sorted(filter(queries.is_soon, rows), key=lambda row: row.ends_on)
    only_ending = request.GET.get("vis") == "snart" and party is None
    own = next((one for one in members if one.pk in actor.parties), None)
    pages = Paginator(queries.by_system(rows), ON_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "q": q,
        "lead": lead(rows, ending, len(members)),
        "filters": filters(members, own, party, ending, only_ending=only_ending),
        "filters_label": _("Choose what to see"),
        "any": bool(rows),
        "party": party,
        "members": members,
        "own": own,
        "ending": [ending_row(row) for row in (ending if only_ending else ending[:ENDING_SHOWN])] if not party else [],
        "more_ending": 0 if only_ending else len(ending[ENDING_SHOWN:]),
        "only_ending": only_ending,
        "ending_url": f"{reverse('solution_list')}?vis=snart",
        "systems": [] if party or only_ending else [system_row(one, members) for one in shown],
        "page_obj": shown,
        "query": urlencode({"q": q}) if q else "",
        "rows": [own_row(row) for row in rows if row.party_id == party.pk] if party else [],
        "with_cost": party is not None and may_see_cost(request, party),
        "import_url": reverse("solution_import") if actor.may_anywhere("import_agreements") else "",
    }
    return render(request, "solutions/solution_list.html", context)


def lead(rows: list[Agreement], ending: list[Agreement], members: int) -> str:
    """How much there is, and how much of it ends soon."""
    if not rows:
        return _("What each municipality runs, from whom, and until when.")
    parties = len({row.party_id for row in rows})
    first = ngettext("%(count)s agreement", "%(count)s agreements", len(rows)) % {"count": len(rows)}
    where = ngettext(
        "in %(parties)s of %(count)s municipality.", "in %(parties)s of %(count)s municipalities.", members
    ) % {"parties": in_words(parties), "count": in_words(members)}
    ends = ngettext("%(count)s ends within twelve months.", "%(count)s end within twelve months.", len(ending)) % {
        "count": in_words(len(ending)).capitalize()
    }
    return f"{first} {where} {ends}"


def filters(
    members: list[Party], own: Party | None, party: Party | None, ending: list[Agreement], *, only_ending: bool
) -> list[dict[str, Any]]:
    """The region, one's own municipality, what ends within a year, and the municipality that is looked at."""
    here = reverse("solution_list")
    found = [{"label": _("The region"), "url": here, "count": None, "current": party is None and not only_ending}]
    found += [
        {"label": one.name, "url": f"{here}?kommune={one.pk}", "count": None, "current": one == party}
        for one in members
        if one in (own, party)
    ]
    found.append(
        {
            "label": _("Ends within a year"),
            "url": f"{here}?vis=snart",
            "count": len(ending),
            "current": only_ending,
        }
    )
    return found


def may_see_cost(request: HttpRequest, party: Party) -> bool:
    """Prices are seen by the municipality itself, and by the one who keeps the register."""
    return party.pk in request.actor.parties or request.actor.may("import_agreements", request.actor.region_id)


def case_url(row: Agreement) -> str:
    """The case that an agreement comes from; empty when it comes from a list."""
    return reverse("case", args=[row.case_id]) if row.case_id else ""


def ending_row(row: Agreement) -> dict[str, Any]:
    """An agreement that ends within a year."""
    return {
        "system": row.system,
        "supplier": row.supplier,
        "party": row.party.name,
        "url": case_url(row) or f"{reverse('solution_list')}?kommune={row.party_id}",
        "ends_on": row.ends_on,
        "notice_by": queries.notice_by(row),
    }


def own_row(row: Agreement) -> dict[str, Any]:
    """An agreement with all that is known of it."""
    return {
        "agreement": row,
        "url": case_url(row),
        "soon": queries.is_soon(row),
        "over": queries.is_over(row),
        "notice_by": queries.notice_by(row),
    }


def system_row(system: queries.System, members: list[Party]) -> dict[str, Any]:
    """A system with a cell for each municipality."""
    return {
        "name": system.name,
        "suppliers": ", ".join(system.suppliers),
        "cells": [
            {"party": cell["party"], "agreements": [own_row(row) for row in cell["agreements"]]}
            for cell in queries.cells(system, members)
        ],
    }


def may_import(request: HttpRequest) -> Register:
    """The municipalities that the person may import for. Raises PermissionDenied to one who may for none."""
    actor = request.actor
    if actor is None or not actor.may_anywhere("import_agreements"):
        raise PermissionDenied
    return Register.of(actor, str(request.region))


def solution_import(request: HttpRequest) -> HttpResponse:
    """Upload a list. It is read and shown; nothing is saved in the register yet."""
    allowed = may_import(request)
    bound = request.method == "POST"
    form = ImportForm(data=request.POST if bound else None, files=request.FILES if bound else None, register=allowed)
    if bound and form.is_valid():
        kept = register.keep_for_preview(request.region, form.cleaned_data["file"].name, form.rows, by=request.actor)
        return redirect("solution_import_preview", import_id=kept.pk)
    own = allowed.only()
    context = {
        "title": _("Import from a spreadsheet"),
        "form": form,
        "button": _("Read the file"),
        "back": reverse("solution_list"),
        "own": own[1] if own else "",
        "columns": comparing.LABELS.values(),
    }
    return render(request, "solutions/solution_import.html", context, status=422 if bound else 200)


def solution_import_preview(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """What the list would do, row by row; and the yes."""
    if request.actor is None:
        raise Http404
    kept = AgreementImport.objects.filter(
        pk=import_id, person_id=request.actor.user_id, region_id=request.region.pk
    ).first()
    if kept is None:
        raise Http404
    allowed = may_import(request)
    if request.method == "POST":
        try:
            counts = register.import_agreements(request.region, kept, by=request.actor)
        except register.AlreadyImported:
            messages.warning(request, _("The list was imported already. Nothing was done twice."))
        except IntegrityError:
            messages.warning(request, _("The register was changed meanwhile. Look once more; nothing is saved yet."))
            return redirect("solution_import_preview", import_id=kept.pk)
        else:
            messages.success(request, told(counts))
        return redirect("solution_list")
    if kept.imported_at:
        messages.warning(request, _("The list was imported already. Nothing was done twice."))
        return redirect("solution_list")
    return render(request, "solutions/solution_import_preview.html", preview(kept, request.region.pk, allowed))


def preview(kept: AgreementImport, region_id: int, allowed: Register) -> dict[str, Any]:
    """The rows by what would happen to them."""
    names = dict(allowed.names.values())
    found = comparing.compare(kept.rows, region_id, allowed.allowed)
    groups = {status: [row for row in found if row.status == status] for status in STATUSES}
    good = len(groups[comparing.NEW]) + len(groups[comparing.CHANGED])
    wrong = len(groups[comparing.WRONG])
    return {
        "file_name": kept.file_name,
        "groups": [
            {
                "status": status,
                "title": STATUSES[status](len(rows)),
                "rows": [
                    {"row": row, "municipality": names.get(row.read["party"], row.read["municipality"])}
                    for row in rows[:SHOWN]
                ],
                "more": len(rows[SHOWN:]),
            }
            for status, rows in groups.items()
            if rows
        ],
        "good": good,
        "wrong": wrong,
        "button": ngettext("Import %(count)s row", "Import %(count)s rows", good) % {"count": good},
        "lead": preview_lead(len(found), good, wrong),
        "back": reverse("solution_import"),
    }


STATUSES = {
    comparing.WRONG: lambda count: (
        ngettext("%(count)s row has errors", "%(count)s rows have errors", count) % {"count": count}
    ),
    comparing.CHANGED: lambda count: ngettext("%(count)s changed", "%(count)s are changed", count) % {"count": count},
    comparing.NEW: lambda count: ngettext("%(count)s new", "%(count)s are new", count) % {"count": count},
    comparing.UNCHANGED: lambda count: (
        ngettext("%(count)s is as before", "%(count)s are as before", count) % {"count": count}
    ),
}


def preview_lead(count: int, good: int, wrong: int) -> str:
    """What was read, and that nothing is saved yet."""
    first = ngettext("%(count)s row is read.", "%(count)s rows are read.", count) % {"count": count}
    if not good:
        second = _("There is nothing to import.")
    elif wrong:
        second = _("The rows with errors are left out, unless you mend the file first. Nothing is saved yet.")
    else:
        second = _("Nothing is saved yet.")
    return f"{first} {second}"


def told(counts: Any) -> str:
    """What the import did."""
    new, changed, wrong = (counts[key] for key in (comparing.NEW, comparing.CHANGED, comparing.WRONG))
    words = [
        ngettext("%(count)s agreement is new", "%(count)s agreements are new", new) % {"count": new},
        ngettext("%(count)s is changed", "%(count)s are changed", changed) % {"count": changed},
    ]
    if wrong:
        words.append(
            ngettext("%(count)s row with errors is left out", "%(count)s rows with errors are left out", wrong)
            % {"count": wrong}
        )
    return _("Imported: %(what)s.") % {"what": ", ".join(words)}


def solution_template(request: HttpRequest) -> HttpResponse:
    """An empty spreadsheet with the right headings."""
    if request.actor is None:
        raise Http404
    response = HttpResponse(template_file(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{_("solutions")}.xlsx"'
    return response
