"""Who is away, with somebody in the place or nobody. The tasks stay theirs; others act meanwhile."""

from datetime import date

from workflow import clock
from workflow.models import Substitution


def away_alone(region_id: int) -> dict[int, date]:
    """Who is away from a region today and has no stand-in today: person to last day away. One query."""
    day = clock.today()
    rows = Substitution.objects.filter(region_id=region_id, from_date__lte=day, to_date__gte=day)
    found = list(rows.order_by("to_date").values_list("absent_id", "stand_in_id", "to_date"))
    covered = {absent for absent, stand_in, _last in found if stand_in}
    return {absent: last for absent, _stand_in, last in found if absent not in covered}


def stood_in_for(region_id: int) -> dict[int, int]:
    """Who is away from a region today and has a stand-in: person to stand-in, the one named first. One query."""
    day = clock.today()
    rows = Substitution.objects.filter(
        region_id=region_id, from_date__lte=day, to_date__gte=day, stand_in__isnull=False
    )
    return dict(rows.order_by("-pk").values_list("absent_id", "stand_in_id"))
