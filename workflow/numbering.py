"""Case numbers as 2026-014: by region and year, without gaps, given when a report is sent."""

from django.db import connection

from workflow.models import Party


def next_number(region: Party, year: int) -> str:
    """The next number of a region in a year. Locks until the transaction ends, so that two never get the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT workflow_next_number(%s, %s)", [region.pk, year])
        (last,) = cursor.fetchone()
    return f"{year}-{last:03d}"
