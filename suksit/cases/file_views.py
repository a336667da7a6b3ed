"""The case file, as a PDF to be saved."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from suksit.cases import page
from suksit.cases.case_file import of_case
from suksit.cases.models import ChangeCase
from workflow.documents import PdfUnavailable, render_pdf
from workflow.loading import load_case


@require_safe
def case_file(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The whole case as one paper, with what the reader may see. A draft has none yet."""
    case = load_case(request, case_id, ChangeCase)
    if case.state == "draft":
        raise Http404
    title = _("Case file %(number)s: %(title)s") % {"number": case.number, "title": case.title}
    try:
        made = render_pdf(
            "cases/case_file.pdf.html",
            of_case(case, request.actor),
            title=title,
            language=get_language() or "nb",
        )
    except PdfUnavailable:
        return render(request, "cases/case_file_missing.html", {"case": case, "crumbs": page.crumbs(case)}, status=503)
    response = HttpResponse(made, content_type="application/pdf")
    name = _("case-file")
    response["Content-Disposition"] = f'attachment; filename="{name}-{case.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
