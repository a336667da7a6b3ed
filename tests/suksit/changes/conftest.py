"""People at the pages of the report."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from suksit.solutions.models import Agreement
from tests.personas import Cast
from workflow.actors import SYSTEM
from workflow.context import acting_as


@pytest.fixture
def browse(cast: Cast) -> Callable[[str], Client]:
    """A browser in which a person is signed in."""

    def browse(name: str) -> Client:
        client = Client()
        client.force_login(cast.people[name])
        return client

    return browse


@pytest.fixture
def ola(browse: Callable[[str], Client]) -> Client:
    """Ola's browser."""
    return browse("ola")


@pytest.fixture
def own_list(cast: Cast) -> None:
    """Rollag's own list of solutions."""
    with acting_as(SYSTEM):
        Agreement.objects.create(
            region=cast.region,
            party=cast.party("Rollag"),
            system="Bibliotekssystem",
            supplier="Bibits AS",
            ends_on=date(2027, 6, 30),
            updated_on=date(2026, 1, 1),
        )
