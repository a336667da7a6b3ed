"""What is killed: `python -m tests.kills.child WHAT`. Each line it prints was committed before it was printed."""

import asyncio
import sys
import time
from typing import Any

import django

django.setup()

from django.db import DatabaseError, InterfaceError, connection  # noqa: E402

from suksit.accounts.models import User  # noqa: E402
from suksit.regions.engagements import actor_for  # noqa: E402
from suksit.regions.models import Region  # noqa: E402
from tests.errand import actions  # noqa: E402
from tests.errand.models import Errand, Reply  # noqa: E402
from tests.personas import make_cast  # noqa: E402
from workflow.actors import SYSTEM  # noqa: E402
from workflow.context import acting_as  # noqa: E402
from workflow.models import Party  # noqa: E402

MEMBERS = {"Rollag": "ola", "Kongsberg": "ingrid", "Notodden": "tor"}


def do(who: str, deed: Any, *args: Any) -> Any:
    """A deed by a person, in a transaction of its own."""
    region = Region.objects.get(party__name="Kongsbergregionen")
    with acting_as(actor_for(User.objects.get(username=who).pk, who, region.pk)) as actor:
        return deed(*args, by=actor)


def next_deed() -> tuple[Any, str]:
    """The next thing that waits in some errand, done: the errand, and what it was."""
    with acting_as(SYSTEM):
        errand = Errand.objects.exclude(state="closed").order_by("number").first()
        waiting = Reply.objects.filter(case=errand, state="waiting").select_related("party").first() if errand else None
        region = Party.objects.get(name="Kongsbergregionen")
        parties = list(Party.objects.filter(name__in=MEMBERS).values_list("pk", flat=True))
    if errand is None:
        return do("kari", actions.start_errand, region, "Killed").pk, "start_errand"
    if errand.state == "reported":
        return do("kari", actions.triage_errand, errand).pk, "triage_errand"
    if errand.state == "accepted":
        return do("kari", actions.ask_errand, errand, parties).pk, "ask_errand"
    if waiting is not None:
        return do(MEMBERS[waiting.party.name], actions.reply_errand, waiting, "yes").case_id, "reply_errand"
    deed = actions.decide_errand if errand.state == "invitation" else actions.end_errand
    return do("kari", deed, errand).pk, deed.__name__


def deeds() -> None:
    """Deed after deed, for ever. When the database is away it is asked again, as by the next request."""
    while True:
        try:
            errand, deed = next_deed()
        except (DatabaseError, InterfaceError):
            connection.close()
            time.sleep(0.02)
        else:
            sys.stdout.write(f"{errand} {deed}\n")
            sys.stdout.flush()


def asked(count: int) -> None:
    """Errands whose parties are asked, so that mails wait to be sent."""
    with acting_as(SYSTEM):
        region = Party.objects.get(name="Kongsbergregionen")
        parties = list(Party.objects.filter(name__in=MEMBERS).values_list("pk", flat=True))
    for number in range(count):
        errand = do("kari", actions.start_errand, region, f"Mail {number}")
        do("kari", actions.triage_errand, errand)
        do("kari", actions.ask_errand, errand, parties)


def recover() -> None:
    """What the worker does every five minutes, at once: take up what a killed one left behind."""
    from procrastinate.contrib.django import app

    async def retry() -> None:
        async with app.with_connector(app.connector.get_worker_connector()).open_async() as opened:
            manager = opened.job_manager
            for job in await manager.get_stalled_jobs(seconds_since_heartbeat=0):
                await manager.retry_job(job)

    asyncio.run(retry())


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    {"cast": make_cast, "deeds": deeds, "asked": lambda: asked(int(rest[0])), "recover": recover}[what]()
