"""Every page of the access table, in a real browser: accessible, within 320 px, with nothing refused or missing."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial

import pytest
from django.urls import reverse

from tests.access.table import PERSONAS, ROWS, Row
from tests.journeys.browser import Person
from tests.walk import Walker

FILES = {
    "case_file",
    "case_course_bpmn",
    "document",
    "solution_template",
    "desk_calendar",
    "report_alike",
    "source_archive",
}
PAGES: dict[str | None, list[Row]] = defaultdict(list)
for _row in ROWS:
    if _row.method == "get" and _row.name not in FILES and any(_row.expected(name) == 200 for name in PERSONAS[1:]):
        PAGES[_row.at].append(_row)


@pytest.mark.parametrize("state", sorted(PAGES, key=str), ids=str)
def test_page_holds_what_every_page_must(state: str | None, walker: Walker, people: Callable[..., Person]) -> None:
    """One case at each state, and every page that somebody may open there."""
    case = walker.to(state) if state else None
    known: dict[str, Person] = {}
    faults: dict[str, list[str]] = {}
    for row in PAGES[state]:
        name = next(name for name in reversed(PERSONAS) if row.expected(name) == 200)
        person = known.setdefault(name, known.get(name) or people(name))
        person.open(reverse(row.name, args=walker.see(partial(row.arguments, walker.cast, case))))
        found = person.axe() + person.too_wide()
        if found:
            faults[f"{row.name} as {name}"] = found
    assert faults == {}
