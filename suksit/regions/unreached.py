"""A mail that did not arrive: the coordinator is told, so that somebody calls or mends the address."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model

from workflow import clock, outbox, people
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Notification

QUIET_DAYS = 30  # the same person is told of once in so many days, however many mails do not arrive


def not_reached(**of: Any) -> set[int]:
    """The persons whose newest mail did not arrive, `of` a `case` or a `case__region_id`: seen by those who keep it.

    A mail that was never tried, as it waits or was dropped, says nothing.
    """
    newest = (
        Notification.objects.filter(**of)
        .filter(state__in=[Notification.State.SENT, Notification.State.NOT_REACHED])
        .order_by("recipient_id", "-pk")
        .distinct("recipient_id")
        .values_list("recipient_id", "state")
    )
    return {person for person, state in newest if state == Notification.State.NOT_REACHED}


def tell_of_unreached() -> int:
    """Tell the coordinator of each person whom mails do not reach. Returns how many persons are new.

    Of a coordinator who is not reached oneself nobody else is told here: the region's page shows it.
    """
    since = clock.now() - timedelta(days=QUIET_DAYS)
    told = 0
    with acting_as(SYSTEM):
        rows = (
            Notification.objects.filter(state=Notification.State.NOT_REACHED, created_at__gte=since)
            .exclude(kind=outbox.UNREACHED)
            .select_related("case")
            .order_by("pk")
        )
        known = set(
            Notification.objects.filter(kind=outbox.UNREACHED, created_at__gte=since).values_list(
                "case__region_id", "fact"
            )
        )
        names = get_user_model().objects.in_bulk({row.recipient_id for row in rows})
        for row in rows:
            person = names[row.recipient_id]
            fact = f"person:{person.pk}"
            keepers = people.with_permission("keep_region", [row.case.region_id], row.case.region_id)
            others = [keeper.user_id for keeper in keepers if keeper.user_id != person.pk]
            if others and (row.case.region_id, fact) not in known:
                context = {"unreached": person.display_name}
                told += bool(outbox.tell(row.case, others, kind=outbox.UNREACHED, fact=fact, context=context))
                known.add((row.case.region_id, fact))
    return told
