"""What a step, and a page, cost when many cases are there already."""

import os
import statistics
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suksit.accounts.models import User
from suksit.cases.models import ChangeCase
from suksit.regions.models import Engagement
from tests.bench.engine import contest, loader
from tests.bench.engine.children.protocol import on_cpu
from tests.bench.engine.contest import write
from tests.bench.engine.contestants import Contestant, Running
from tests.conftest import use
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Assignment

SMALL, LARGE = 1_000, 100_000
PAGE_ROUNDS = 15


@dataclass(frozen=True)
class Seen:
    """A page: its queries, and at the median its milliseconds by the clock and of processor time, server included."""

    queries: int
    clock: float
    work: float


def steps(parties: int, rounds: int, large: int = LARGE) -> None:
    """Our steps among few cases and among many, in turn."""
    names = {f"{size}": loader.loaded(size) for size in (SMALL, large)}
    running = [Running(Contestant(size, "ours.py", database=name)) for size, name in names.items()]
    try:
        write(f"Steps of ours among {SMALL} cases and among {large}, {parties} parties:")
        contest.statements(running, parties)
        found = contest.rounds(running, parties, rounds)
        contest.table(found, against=str(SMALL))
        small, many = (
            statistics.median(contest.work(one[size]) for one in found) * 1000 for size in (str(SMALL), str(large))
        )
        write(
            f"  a step costs {many / small:.2f} times the processor time among {large} cases: "
            f"{small:.2f} ms, then {many:.2f} ms"
        )
    finally:
        for engine in running:
            engine.stop()


def pages(large: int = LARGE) -> None:
    """The pages with the demo's data, then among many cases in a typical, a hub and a sparse municipality."""
    settings.ALLOWED_HOSTS = ["*"]
    use(settings.TEST_MAINTENANCE_DATABASE)
    call_command("demo", no_serve=True, verbosity=0, stdout=open("/dev/null", "w"))  # noqa: SIM115
    demo = drawn(User.objects.get(username="ola"))
    write(f"Pages, median of {PAGE_ROUNDS}, load {os.getloadavg()[0]:.1f}:")
    told("the demo, Rollag", demo, None)
    use(loader.loaded(large))
    for name, person in who().items():
        told(f"{large} cases, {name}", drawn(person), demo)


def who() -> dict[str, User]:
    """A member of a typical, a hub and a sparse municipality: by the open rows in the inbox."""
    members = Engagement.objects.filter(role="member", region__slug__startswith="region-").select_related("person")
    with acting_as(SYSTEM):
        rows = Assignment.objects.filter(state="open").values_list("party_id").annotate(number=Count("pk"))
        waiting = dict(rows)
    ordered = sorted(members, key=lambda row: waiting.get(row.party_id, 0))
    places = {"typical": len(ordered) // 2, "hub": len(ordered) - 1, "sparse": 0}
    return {
        f"{name} municipality ({waiting.get(ordered[place].party_id, 0)} tasks)": ordered[place].person
        for name, place in places.items()
    }


def drawn(person: User) -> dict[str, Seen]:
    """The pages as a person sees them."""
    home = Engagement.objects.filter(person=person, role="member").latest("pk")
    with acting_as(SYSTEM):
        mine = ChangeCase.objects.filter(participants__party_id=home.party_id, region_id=home.region_id)
        asked, measured = mine.filter(state="invitation").last(), mine.filter(state="benefits").last()
    addresses = {"my tasks": reverse("my_tasks"), "cases": reverse("case_list")}
    addresses |= {
        name: reverse("case", args=[row.pk]) for name, row in (("asked", asked), ("measured", measured)) if row
    }
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person)
    return {name: page(client, address) for name, address in addresses.items()}


def page(client: Client, address: str) -> Seen:
    """One page: drawn once for the caches, once counted, then timed."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
        count = len(queries)
    assert answer.status_code == 200, (address, answer.status_code)
    backend = connection.connection.info.backend_pid
    clock, work = [], []
    for _round in range(PAGE_ROUNDS):
        began, spent = time.perf_counter(), time.process_time() + on_cpu(backend)
        client.get(address)
        clock.append((time.perf_counter() - began) * 1000)
        work.append((time.process_time() + on_cpu(backend) - spent) * 1000)
    return Seen(count, statistics.median(clock), statistics.median(work))


def told(where: str, found: dict[str, Seen], demo: dict[str, Any] | None) -> None:
    """Print the pages of a person."""
    write(f"  {where}:")
    for name, seen in found.items():
        beside = f", {seen.work / demo[name].work:.2f} times the demo's" if demo and name in demo else ""
        write(
            f"    {name:<10}{seen.queries:4} queries{seen.clock:8.1f} ms by the clock"
            f"{seen.work:8.1f} ms of work{beside}"
        )
