"""Case numbers: by region and year, one after the other, without gaps, also when a deed is taken back."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from suksit.cases.models import ChangeCase
from suksit.changes import actions as changes
from tests.walk import Walker
from workflow import clock
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.numbering import next_number

OSLO = ZoneInfo("Europe/Oslo")


def numbers(walker: Walker) -> list[str]:
    """The numbers given."""
    return walker.see(lambda: sorted(ChangeCase.objects.exclude(number="").values_list("number", flat=True)))


def at(year: int) -> object:
    """A day of a year."""
    return clock.travel(datetime(year, 6, 1, 9, tzinfo=OSLO))


def test_numbers_follow_each_other(walker: Walker) -> None:
    """From 001."""
    with at(2026):
        for _ in range(3):
            walker.to("reported")
    assert numbers(walker) == ["2026-001", "2026-002", "2026-003"]


def test_draft_has_no_number_and_makes_no_gap(walker: Walker) -> None:
    """The number is given when a report is sent."""
    with at(2026):
        draft = walker.to("draft")
        assert draft.number == ""
        walker.to("reported")
    assert numbers(walker) == ["2026-001"]


def test_report_taken_back_in_the_same_breath_makes_no_gap(walker: Walker) -> None:
    """A transaction that fails leaves its number free."""
    with at(2026):
        draft = walker.to("draft")
        with pytest.raises(RuntimeError, match="no"), transaction.atomic():
            send_and_fail(walker, draft)
        walker.to("reported")
    assert numbers(walker) == ["2026-001"]


def send_and_fail(walker: Walker, draft: ChangeCase) -> None:
    """Send, and then fail."""
    walker.do("ola", changes.save_draft, draft, values={"needs": "a", "draft_benefits": "b"})
    walker.do("ola", changes.report_change, draft)
    raise RuntimeError("no")


def test_each_year_begins_anew(walker: Walker) -> None:
    """And the old year's are kept."""
    with at(2026):
        walker.to("reported")
    with at(2027):
        walker.to("reported")
    assert numbers(walker) == ["2026-001", "2027-001"]


def test_each_region_has_its_own(walker: Walker) -> None:
    """The neighbour begins at 001 as well."""
    with at(2026):
        walker.to("reported")
    with acting_as(SYSTEM):
        assert next_number(walker.cast.region.party, 2026) == "2026-002"
        assert next_number(walker.cast.neighbour.party, 2026) == "2026-001"


def test_after_999_comes_1000(walker: Walker) -> None:
    """Sorted as a number, not as text."""
    with at(2026):
        case = walker.to("reported")
    with acting_as(SYSTEM):
        ChangeCase.objects.filter(pk=case.pk).update(number="2026-999")
        assert next_number(walker.cast.region.party, 2026) == "2026-1000"
        ChangeCase.objects.filter(pk=case.pk).update(number="2026-1000")
        assert next_number(walker.cast.region.party, 2026) == "2026-1001"
