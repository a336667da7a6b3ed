"""What the tests beside this may use."""

import pytest
from django.test import Client

from suksit.benefits.models import Benefit
from suksit.cases.models import ChangeCase
from tests.suksit.benefits.planned import Browse
from tests.walk import Walker


@pytest.fixture
def browse(walker: Walker) -> Browse:
    """A client signed in."""

    def client(name: str) -> Client:
        browser = Client()
        browser.force_login(walker.cast.people[name])
        return browser

    return client


@pytest.fixture
def case(walker: Walker) -> ChangeCase:
    """Kongsberg has measured 30 of 36 → 24; Rollag is asked."""
    return walker.to("measuring")


@pytest.fixture
def benefit(walker: Walker, case: ChangeCase) -> Benefit:
    """The case's benefit."""
    return walker.see(lambda: Benefit.objects.get(case=case))
