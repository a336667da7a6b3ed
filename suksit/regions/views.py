"""The region's page, for all; and the pages on which the coordinator keeps it."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import localize
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from suksit.accounts.models import User
from suksit.acting import REGION_KEY
from suksit.regions import actions, forms
from suksit.regions.engagements import holding
from suksit.regions.models import Body, Engagement, Membership, Municipality, Region, RegionEvent
from suksit.regions.queries import members_on
from suksit.regions.roles import ROLES
from suksit.regions.told import changes
from suksit.regions.unreached import not_reached
from workflow import clock
from workflow.models import Substitution


def region(request: HttpRequest) -> HttpResponse:
    """The members, the bodies and the people, today."""
    if request.actor is None:
        raise Http404
    key = request.region.pk
    people = people_by_party(request)
    may_keep = request.actor.may("keep_region", key)
    members = members_on(key, clock.today()).prefetch_related("populations")
    context = {
        "page": {"name": request.region.party.name, "lead": lead_of(request.region, members)},
        "own": people[key],
        "municipalities": [
            {"name": row.party.name, "people": people[row.pk], "about": inhabitants(row)} for row in members
        ],
        "bodies": [
            {"name": row.party.name, "about": row.decides, "people": people[row.pk]}
            for row in Body.objects.filter(region_id=key).select_related("party").order_by("party__sort_key")
        ],
        "stand_ins": Substitution.objects.filter(region_id=key, to_date__gte=clock.today())
        .select_related("absent", "stand_in")
        .order_by("from_date"),
        "memberships": Membership.objects.filter(region_id=key).select_related("municipality__party").order_by("pk")
        if may_keep
        else [],
        "deeds": keeping_deeds() if may_keep else [absence_deed()],
        "events": changes(RegionEvent.objects.filter(region_id=key).select_related("actor").order_by("-pk")[:10])
        if may_keep
        else [],
        "other_regions": [row for row in request.regions if row.pk != key],
    }
    return render(request, "regions/region.html", context)


def people_by_party(request: HttpRequest) -> dict[int, list[dict[str, Any]]]:
    """Who is engaged today, by party; with the page on which the coordinator sets a last day."""
    may_keep = request.actor.may("keep_region", request.region.pk)
    unreached = not_reached(case__region_id=request.region.pk) if may_keep else set()
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = Engagement.objects.filter(holding(clock.today()), region_id=request.region.pk).select_related("person")
    for row in rows.order_by("pk"):
        found[row.party_id].append(
            {
                "name": row.person.display_name,
                "role": row.title or ROLES[row.role].label,
                "mail": row.person.email,
                "end_url": reverse("end_engagement", args=[row.pk]) if may_keep else "",
                "mend_url": reverse("mend_person", args=[row.person_id]) if may_keep else "",
                "unreached": row.person_id in unreached,
            }
        )
    return found


def lead_of(region: Region, members: QuerySet[Municipality]) -> str:
    """One sentence about the region."""
    return ngettext(
        "%(count)s municipality, together about %(people)s inhabitants.",
        "%(count)s municipalities, together about %(people)s inhabitants.",
        len(members),
    ) % {"count": len(members), "people": localize(sum(population(row) for row in members))}


def population(municipality: Municipality) -> int:
    """The newest figure; 0 when none is known."""
    newest = max(municipality.populations.all(), key=lambda row: row.as_of, default=None)
    return newest.inhabitants if newest else 0


def inhabitants(municipality: Municipality) -> str:
    """How many live there, in words; empty when it is not known."""
    known = population(municipality)
    return _("%(people)s inhabitants") % {"people": localize(known)} if known else ""


def keeping_deeds() -> list[dict[str, str]]:
    """What the coordinator may do with the region."""
    return [
        {"label": _("Add a person"), "url": reverse("add_person")},
        {"label": _("Give a person a role"), "url": reverse("engage_person")},
        absence_deed(),
        {"label": _("A municipality joins"), "url": reverse("add_membership")},
        {"label": _("Add a body"), "url": reverse("add_body")},
        {"label": _("Operations"), "url": reverse("operations")},
    ]


def absence_deed() -> dict[str, str]:
    """What each may do: note that one is away."""
    return {"label": _("Note that somebody is away"), "url": reverse("note_absence")}


@require_POST
def choose_region(request: HttpRequest) -> HttpResponse:
    """Act in another of one's regions from now on."""
    wanted = request.POST.get("region", "")
    if not any(str(row.pk) == wanted for row in getattr(request, "regions", [])):
        raise Http404
    request.session[REGION_KEY] = int(wanted)
    back = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if own else "my_tasks")


def _keep(
    request: HttpRequest,
    *,
    title: Any,
    button: Any,
    form: Callable[..., Form],
    act: Callable[[dict[str, Any]], Any],
    done: Any,
    lead: Any = "",
    anyone: bool = False,
) -> HttpResponse:
    if request.actor is None:
        raise Http404
    if not anyone and not request.actor.may("keep_region", request.region.pk):
        raise PermissionDenied
    filled = form(data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and filled.is_valid():
        try:
            act(filled.cleaned_data)
        except ValidationError as error:
            filled.add_error(None, error)
        else:
            messages.success(request, str(done))
            return redirect("region")
    context = {"title": title, "lead": lead, "button": button, "form": filled, "back": reverse("region")}
    return render(request, "form_page.html", context, status=422 if request.method == "POST" else 200)


def add_person(request: HttpRequest) -> HttpResponse:
    """Add a person."""
    return _keep(
        request,
        title=gettext_lazy("Add a person"),
        lead=_("Give the person a role afterwards. Without one, the person can do nothing."),
        button=gettext_lazy("Add"),
        form=forms.PersonForm,
        act=lambda values: actions.add_person(request.region, by=request.actor, **values),
        done=gettext_lazy("The person is added."),
    )


def mend_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Mend a person's name, address or language."""
    key = getattr(request.actor, "region_id", None)
    person = get_object_or_404(User, pk=person_id, pk__in=Engagement.objects.filter(region_id=key).values("person"))
    return _keep(
        request,
        title=_("Mend what is known of %(name)s") % {"name": person.display_name},
        lead=_("Mails go to this address, in this language."),
        button=gettext_lazy("Save"),
        form=partial(
            forms.KnownPersonForm,
            initial={"name": person.get_full_name(), "email": person.email, "language": person.language},
        ),
        act=lambda values: actions.mend_person(request.region, person, by=request.actor, **values),
        done=gettext_lazy("It is saved."),
    )


def engage_person(request: HttpRequest) -> HttpResponse:
    """Give a person a role."""
    return _keep(
        request,
        title=gettext_lazy("Give a person a role"),
        button=gettext_lazy("Give the role"),
        form=partial(forms.EngagementForm, region=request.region),
        act=lambda values: actions.engage_person(request.region, values.pop("person"), by=request.actor, **values),
        done=gettext_lazy("The role is given."),
    )


def end_engagement(request: HttpRequest, engagement_id: int) -> HttpResponse:
    """Let a person leave a role."""
    row = get_object_or_404(Engagement, pk=engagement_id, region_id=getattr(request.actor, "region_id", None))
    return _keep(
        request,
        title=_("%(name)s leaves the role") % {"name": row.person.display_name},
        button=gettext_lazy("Set the last day"),
        form=forms.LastDayForm,
        act=lambda values: actions.end_engagement(row, by=request.actor, to_date=values["to_date"]),
        done=gettext_lazy("The last day is set."),
    )


def note_absence(request: HttpRequest) -> HttpResponse:
    """Say who is away, and who stands in. Each may do so for oneself."""
    return _keep(
        request,
        title=gettext_lazy("Note that somebody is away"),
        button=gettext_lazy("Note the absence"),
        form=partial(forms.AbsenceForm, region=request.region),
        act=lambda values: actions.note_absence(request.region, values.pop("absent"), by=request.actor, **values),
        done=gettext_lazy("The absence is noted."),
        anyone=True,
    )


def add_membership(request: HttpRequest) -> HttpResponse:
    """Let a municipality join."""
    return _keep(
        request,
        title=gettext_lazy("A municipality joins"),
        button=gettext_lazy("Note that it joins"),
        form=partial(forms.MembershipForm, region=request.region),
        act=lambda values: actions.add_membership(
            request.region, values.pop("municipality"), by=request.actor, **values
        ),
        done=gettext_lazy("The membership is noted."),
    )


def end_membership(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Let a municipality leave."""
    row = get_object_or_404(Membership, pk=membership_id, region_id=getattr(request.actor, "region_id", None))
    return _keep(
        request,
        title=_("%(name)s leaves") % {"name": row.municipality.party.name},
        button=gettext_lazy("Set the last day"),
        form=forms.LastDayForm,
        act=lambda values: actions.end_membership(row, by=request.actor, **values),
        done=gettext_lazy("The last day is set."),
    )


def add_body(request: HttpRequest) -> HttpResponse:
    """Add a body."""
    return _keep(
        request,
        title=gettext_lazy("Add a body"),
        button=gettext_lazy("Add"),
        form=forms.BodyForm,
        act=lambda values: actions.add_body(request.region, by=request.actor, **values),
        done=gettext_lazy("The body is added."),
    )
