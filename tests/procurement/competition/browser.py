"""A person of the cast at the pages of one case, through Django's client."""

from contextlib import contextmanager
from typing import Any

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from suksit.cases.models import ChangeCase
from tests.walk import Walker
from workflow.panels import Panel, of_case


class Browser:
    """Opens and posts a case's pages as a person of the cast."""

    def __init__(self, walker: Walker, case: ChangeCase) -> None:
        self.walker = walker
        self.case = case
        self.clients: dict[str, Client] = {}

    def client(self, name: str) -> Client:
        """The person's own browser, in bokmål."""
        if name not in self.clients:
            self.clients[name] = Client(headers={"accept-language": "nb"})
            self.clients[name].force_login(self.walker.cast.people[name])
        return self.clients[name]

    def url(self, page: str, subject: int | None = None) -> str:
        """The address of a page."""
        return reverse(page, args=[self.case.pk] if subject is None else [self.case.pk, subject])

    def get(self, name: str, page: str, subject: int | None = None) -> HttpResponse:
        """Open a page."""
        return self.client(name).get(self.url(page, subject))

    def post(self, name: str, page: str, subject: int | None = None, **data: Any) -> HttpResponse:
        """Send a page's form."""
        return self.client(name).post(self.url(page, subject), data=data)

    def done(self, name: str, page: str, subject: int | None = None, **data: Any) -> None:
        """Send a page's form; it must be done."""
        shown = self.get(name, page, subject)
        assert shown.status_code == 200, (page, shown.status_code)
        answer = self.post(name, page, subject, **data)
        assert answer.status_code == 302, (page, answer.status_code, answer.content.decode()[-3000:])

    def now(self) -> ChangeCase:
        """The case as it is now."""
        return self.walker.see(lambda: ChangeCase.objects.get(pk=self.case.pk))

    def panels(self, name: str) -> list[Panel]:
        """What a person sees of the case, in panels."""
        return self.walker.cast.see(name, lambda actor: of_case(ChangeCase.objects.get(pk=self.case.pk), actor))

    def panel(self, name: str, template: str) -> str:
        """One panel as it is drawn for a person; empty when the person does not get it."""

        def draw(actor: Any) -> str:
            found = of_case(ChangeCase.objects.get(pk=self.case.pk), actor)
            return "".join(render_to_string(row.template, row.context) for row in found if row.template == template)

        return self.walker.cast.see(name, draw)


@contextmanager
def queries(limit: int) -> Any:
    """At most so many queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        yield
    if len(seen) > limit:
        pytest.fail(f"{len(seen)} queries, at most {limit}")
