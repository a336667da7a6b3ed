"""Every page of the access table, in a real browser: accessible, within 320 px, with nothing refused or missing."""

from collections import defaultdict
from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.access.table import PERSONAS, ROWS, Row
from tests.journeys.browser import Person
from tests.walk import Walker

PAGES: dict[str | None, list[Row]] = defaultdict(list)
for _row in ROWS:
    if _row.method == "get" and not _row.is_file and any(_row.expected(name) == 200 for name in PERSONAS[1:]):
        PAGES[_row.at_key].append(_row)


@pytest.mark.parametrize("state", sorted(PAGES, key=str), ids=str)
def test_every_page_holds_what_every_page_must(
    state: str | None, walker: Walker, people: Callable[..., Person]
) -> None:
    """One case at each state, and every page that somebody may open there."""
    rows = PAGES[state]
    case = rows[0].make_case(walker) if rows[0].at else None
    open_by: dict[str, Person] = {}
    faults: dict[str, list[str]] = {}
    for row in rows:
        name = next(name for name in PERSONAS[1:][::-1] if row.expected(name) == 200)
        person = open_by.setdefault(name, people(name)) if name not in open_by else open_by[name]
        person.open(reverse(row.name, args=row.arguments(walker, case)))
        found = person.axe() + person.too_wide()
        if found:
            faults[f"{row.name} as {name}"] = found
    assert faults == {}
