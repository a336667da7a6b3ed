"""Light, dark or as the machine has it: remembered in a cookie, nothing else."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

SCHEMES = ("light", "dark", "auto")
COOKIE = "colour_scheme"
A_YEAR = 365 * 24 * 60 * 60


@require_POST
def set_appearance(request: HttpRequest) -> HttpResponse:
    """Remember the choice and go back to the page it was made on."""
    back = request.headers.get("Referer", "")
    known = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if known else "/")
    scheme = request.POST.get("scheme")
    if scheme in SCHEMES:
        response.set_cookie(COOKIE, scheme, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return response
