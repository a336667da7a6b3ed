"""A real browser on a real server: Debian's Chromium, the live server, the cast signed in by one click each."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from playwright.sync_api import Browser, BrowserContext
from pytest_django.live_server_helper import LiveServer

from tests.journeys.browser import Person
from tests.journeys.way import Calendar
from workflow import clock

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop of its own in the test's thread


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's own browser; nothing is downloaded."""
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture
def people(browser: Browser, live_server: LiveServer, cast: Any, tmp_path: Path) -> Iterator[Any]:
    """`people("ola")` is Ola with a browser of his own, signed in. Every page he opens is checked as he goes."""
    contexts: list[BrowserContext] = []

    def person(name: str = "", **options: Any) -> Person:
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = browser.new_context(locale="nb-NO", base_url=live_server.url, **options)
        contexts.append(context)
        known = Person(context.new_page(), name)
        if name:
            known.sign_in()
        return known

    yield person
    for context in contexts:
        context.close()


@pytest.fixture
def calendar() -> Iterator[Calendar]:
    """A clock that can be moved."""
    moved = Calendar()
    with mock.patch.object(clock, "now", side_effect=lambda: moved.at):
        yield moved
