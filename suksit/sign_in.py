"""Signing in. In the demo, one click for each persona; never elsewhere."""

from collections import Counter

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suksit.accounts.models import User
from suksit.regions.engagements import personas
from suksit.regions.roles import ROLES

FEW = 3


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Name and password; in the demo also the personas."""

    template_name = "registration/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: object) -> dict:
        """With the personas of the demo."""
        return super().get_context_data(**kwargs) | {"personas": demo_personas() if settings.DEMO else []}


def demo_personas() -> list[dict]:
    """The personas of the demo, by role and then by municipality; the roles that few hold stand together."""
    rows = personas()
    held = Counter(row.role for row in rows)
    return [
        {
            "username": row.person.username,
            "name": row.person.display_name,
            "role": "" if held[row.role] > FEW else ROLES[row.role].label,
            "group": ROLES[row.role].label if held[row.role] > FEW else _("Others"),
            "party": f"{row.party.name} ({row.region.party.name})" if row.region.is_demo else row.party.name,
        }
        for row in rows
    ]


@login_not_required
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Sign in as a persona of the demo. There is no such page elsewhere."""
    if not settings.DEMO:
        raise Http404
    person = get_object_or_404(User, username=request.POST.get("username", ""))
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    response = redirect("my_tasks")
    remember_language(response, person)
    return response


def remember_language(response: HttpResponse, person: User) -> None:
    """Speak the person's language from the next page on."""
    if translation.check_for_language(person.language):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax", httponly=True)
