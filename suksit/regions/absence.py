"""Who is away with nobody in the place. The tasks stay theirs; others with the right, or the coordinator, are told."""

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
