"""Time, size and queries of the five pages, with the demo's data, as the server draws them."""

import statistics
import time
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suksit.accounts.models import User
from suksit.cases.models import ChangeCase
from workflow.actors import SYSTEM
from workflow.context import acting_as


@dataclass(frozen=True)
class Drawn:
    """One page: who opens it, how long it takes (milliseconds, the median), how large it is (bytes), its queries."""

    name: str
    person: str
    milliseconds: float
    size: int
    queries: int


def addresses() -> list[tuple[str, str, str]]:
    """(page, person, address) of the five pages that people open most."""
    with acting_as(SYSTEM):
        asked = ChangeCase.objects.filter(state="invitation", region__name="Kongsbergregionen").latest("state_since")
    return [
        ("my_tasks", "ola", reverse("my_tasks")),
        ("case", "ola", reverse("case", args=[asked.pk])),
        ("case_list", "kari", reverse("case_list")),
        ("region", "kari", reverse("region")),
        ("desk", "dag", reverse("desk")),
    ]


def measure(rounds: int) -> list[Drawn]:
    """Draw each page some times; the first time, which fills the template cache, is not counted."""
    found = []
    for name, person, address in addresses():
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(User.objects.get(username=person))
        with CaptureQueriesContext(connection) as queries:
            first = client.get(address)
            count = len(queries)
        times = []
        for _round in range(rounds):
            began = time.perf_counter()
            client.get(address)
            times.append((time.perf_counter() - began) * 1000)
        assert first.status_code == 200, (name, first.status_code)
        found.append(Drawn(name, person, statistics.median(times), len(first.content), count))
    return found
