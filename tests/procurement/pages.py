"""Opening a page as a person of the cast."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.walk import Walker


class Pages:
    """The pages of one case, each opened by a person of the cast."""

    def __init__(self, walker: Walker, case: Any) -> None:
        self.walker, self.case = walker, case

    def client(self, name: str) -> Client:
        """A browser in which the person is signed in."""
        client = Client()
        client.force_login(self.walker.cast.people[name])
        return client

    def get(self, name: str, deed: str, subject: int | None = None) -> HttpResponse:
        """Open the page."""
        return self.client(name).get(self.url(deed, subject))

    def post(self, name: str, deed: str, data: dict[str, Any], subject: int | None = None) -> HttpResponse:
        """Send its form."""
        return self.client(name).post(self.url(deed, subject), data)

    def url(self, deed: str, subject: int | None = None) -> str:
        """The address of the page."""
        return reverse(deed, args=[self.case.pk] if subject is None else [self.case.pk, subject])
