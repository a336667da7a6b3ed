"""Every request of a signed-in person runs in one transaction in which the database knows who acts, and where."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from suksit.regions.engagements import actor_of, regions_of
from suksit.regions.models import Region
from suksit.regions.standing import standings
from workflow import clock
from workflow.actors import Actor
from workflow.context import set_actor

REGION_KEY = "region"


class ActingRequest(HttpRequest):
    """A request with the actor on it, for type checkers."""

    actor: Actor
    region: Region
    regions: list[Region]


class ActingMiddleware:
    """Finds the actor, tells the database, and rolls everything back when a view raises."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve one request."""
        request.actor = None
        if not request.user.is_authenticated:
            return self.get_response(request)
        request.failed = False
        with transaction.atomic():
            self.find_actor(request)
            request.before_view = transaction.savepoint() if request.method == "POST" else None
            response = self.get_response(request)
            if request.failed:
                transaction.set_rollback(True)
            return response

    def find_actor(self, request: HttpRequest) -> None:
        """Put the region and the actor on the request; a person without any engagement has no actor."""
        regions = list(regions_of(request.user.pk))
        request.regions = regions
        if not regions:
            return
        wanted = request.session.get(REGION_KEY)
        request.region = next((region for region in regions if region.pk == wanted), regions[0])
        request.standing = standings(request.user.pk, request.region.pk, clock.today())
        request.actor = actor_of(request.user.pk, request.user.display_name, request.region.pk, request.standing)
        set_actor(request.actor)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Nothing half done: whatever the view wrote is taken back, also on 403 and 404, and the page is drawn."""
        request.failed = True
        if getattr(request, "before_view", None):
            transaction.set_rollback(False)
            transaction.savepoint_rollback(request.before_view)
