"""A request that is too large gets a clear page, whatever it holds: never a bare error, never a broken connection."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.views import defaults

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
MOST_READ = 200 * 1024 * 1024  # bytes that are read away before the answer; beyond it the connection is cut
CHUNK = 256 * 1024


class RequestLimitMiddleware:
    """Refuses a body larger than files and fields together may be, before any of it is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve one request. Raises RequestDataTooBig, which `bad_request` below answers."""
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length > settings.MAX_REQUEST_BYTES:
            raise RequestDataTooBig("the request is larger than files and fields together may be")
        return self.get_response(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to a request that could not be read: 413 with what to do when it was too much, else Django's 400."""
    if not isinstance(exception, TOO_MUCH):
        return defaults.bad_request(request, exception)
    read_away(request)
    return render(request, "413.html", status=413)


def read_away(request: HttpRequest) -> None:
    """Take in what the browser still sends: one that is cut off while sending shows its own error, not our page."""
    taken = 0
    try:
        while taken < MOST_READ and (chunk := request.read(CHUNK)):
            taken += len(chunk)
    except (UnreadablePostError, OSError):
        return
