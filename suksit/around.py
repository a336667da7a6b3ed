"""The pages around the work: privacy, accessibility, help, the source, and how the pages look."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from suksit.chrome import VERSION
from suksit.source import archive

SCHEMES = ("light", "dark", "auto")
A_YEAR = 60 * 60 * 24 * 365


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored about people, why, and for how long."""
    return render(request, "around/privacy.html")


@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """The way of a case in a few words, and what the words mean."""
    return render(request, "around/help.html")


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """What is done for accessibility, where whoever runs the product has no statement of its own."""
    return render(request, "around/accessibility.html")


@login_not_required
def source(request: HttpRequest) -> HttpResponse:
    """The version, its licence, and where its source is."""
    return render(request, "around/source.html")


@login_not_required
def source_archive(request: HttpRequest) -> HttpResponse:
    """The source of what runs here, as one file."""
    headers = {"Content-Disposition": f'attachment; filename="suksit-{VERSION}.tar.gz"'}
    return HttpResponse(archive(VERSION), content_type="application/gzip", headers=headers)


@login_not_required
@require_POST
def set_appearance(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the machine says; kept in a cookie of one's own."""
    wanted = request.POST.get("scheme", "")
    back = request.META.get("HTTP_REFERER", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    if wanted in SCHEMES:
        response.set_cookie("colour_scheme", wanted, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    return response
