"""Clients signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.walk import Walker


@pytest.fixture
def browse(walker: Walker) -> Callable[[str], Client]:
    """`browse("ola")` is a client with Ola signed in."""

    def client(name: str) -> Client:
        browser = Client()
        browser.force_login(walker.cast.people[name])
        return browser

    return client


@pytest.fixture
def get(browse: Callable[[str], Client]) -> Callable[..., Any]:
    """`get("ola", "case", case.pk)` is the page as Ola gets it."""

    def page(name: str, url: str, *args: Any, **query: Any) -> Any:
        return browse(name).get(reverse(url, args=args), query)

    return page
