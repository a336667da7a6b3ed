"""What the region's books say when a person's name is taken out of the history."""

from suksit.accounts.models import User
from suksit.regions.engagements import holding
from suksit.regions.models import Engagement, Region, RegionEvent
from workflow import clock
from workflow.actors import Actor
from workflow.erasure import Books


def acts(person: User) -> bool:
    """Whether a person is engaged somewhere today."""
    return Engagement.objects.filter(holding(clock.today()), person=person).exists()


def note(person: User, by: Actor, reason: str) -> None:
    """One event in each region in which the person was engaged, with the reason; the old name stands nowhere in it."""
    regions = Region.objects.filter(engagements__person=person).distinct().order_by("pk")
    RegionEvent.objects.bulk_create(
        RegionEvent(
            region=region,
            actor_id=by.user_id,
            deed="pseudonymise_person",
            about=f"user:{person.pk}",
            data={"person": person.pk, "reason": reason},
            happened_at=clock.now(),
        )
        for region in regions
    )


BOOKS = Books(acts=acts, note=note)
