"""What the tests beside this may use."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.walk import Walker


@pytest.fixture
def desk(walker: Walker, client: Client) -> object:
    """The desk's page in a person's eyes, in bokmål."""

    def read(name: str, url: str = "desk", query: str = "") -> str:
        client.force_login(walker.cast.people[name])
        response = client.get(reverse(url) + query)
        assert response.status_code == 200
        return " ".join(response.content.decode().replace("\xa0", " ").split())

    return read
