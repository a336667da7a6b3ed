"""People at the pages of the report."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.personas import Cast


@pytest.fixture
def browse(cast: Cast) -> Callable[[str], Client]:
    """A browser in which a person is signed in."""

    def browse(name: str) -> Client:
        client = Client()
        client.force_login(cast.people[name])
        return client

    return browse
