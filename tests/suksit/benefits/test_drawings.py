"""The small drawings of a benefit: one common axis, or one for each municipality when that would say nothing."""

import re
from typing import Any

import pytest
from django.urls import reverse

from suksit.benefits import showing
from suksit.benefits.models import Benefit, Harvest, Measurement
from suksit.cases.models import ChangeCase
from suksit.templatetags.charts import BOTTOM, TOP, SmallMultiple
from tests.suksit.benefits.planned import Browse, D
from tests.walk import Walker

OWN_SCALE = "hver figur har sin egen skala"


def multiply(walker: Walker, case: ChangeCase, factor: int) -> None:
    """Make Kongsberg's numbers so many times as large as Rollag's."""
    row = walker.part(Harvest, case, "Kongsberg")
    row.baseline, row.target = row.baseline * factor, row.target * factor
    walker.see(lambda: row.save(update_fields=["baseline", "target"]))
    rounds = Measurement.objects.filter(harvest=row, value__isnull=False)
    walker.see(lambda: rounds.update(value=D(30) * factor))


def drawn(browse: Browse, benefit: Benefit) -> tuple[dict[str, Any], str]:
    """What the page of a benefit was given, and its text."""
    page = browse("ola").get(reverse("benefit", args=[benefit.pk]))
    return page.context, page.content.decode()


def rings(text: str) -> list[float]:
    """How high the ring of each baseline stands, from the top of its drawing."""
    drawings = text.partition('<ul class="multiples">')[2]
    return [float(found) for found in re.findall(r'<circle class="c-ring" cx="[\d.]+" cy="([\d.]+)"', drawings)]


def height(value: int, top: int) -> float:
    """Where a value stands on an axis from zero to a top."""
    return round(BOTTOM - (BOTTOM - TOP) * value / top, 1)


def test_alike_municipalities_share_one_axis(browse: Browse, walker: Walker, benefit: Benefit) -> None:
    """36 stands as high in both drawings, and the page says how far they all go."""
    context, text = drawn(browse, benefit)
    assert (context["each_its_own"], [row["top"] for row in context["rows"]]) == (False, [D(50), D(50)])
    assert rings(text) == [height(36, 50)] * 2
    assert "Alle figurene går fra 0 til 50 dager." in text
    assert OWN_SCALE not in text


def test_municipality_that_would_be_flat_gets_an_axis_of_its_own(
    browse: Browse, walker: Walker, case: ChangeCase, benefit: Benefit
) -> None:
    """Kongsberg counts thousands, Rollag tens: each start stands high in its own drawing, and the page says so."""
    multiply(walker, case, 100)
    context, text = drawn(browse, benefit)
    assert (context["each_its_own"], [row["top"] for row in context["rows"]]) == (True, [D(5000), D(50)])
    assert rings(text) == [height(3600, 5000), height(36, 50)]
    assert rings(text)[1] < BOTTOM - (BOTTOM - TOP) / 2
    assert OWN_SCALE in text
    assert "Alle figurene går fra 0" not in text


@pytest.mark.parametrize(("factor", "tops"), [(5, [D(200), D(200)]), (6, [D(250), D(50)])])
def test_axis_is_common_until_a_drawing_fills_less_than_a_fourth(
    browse: Browse, walker: Walker, case: ChangeCase, benefit: Benefit, factor: int, tops: list[Any]
) -> None:
    """An axis to 200 is four times the one to 50, and common; the next round number above is not."""
    multiply(walker, case, factor)
    assert [row["top"] for row in drawn(browse, benefit)[0]["rows"]] == tops


def test_municipality_without_a_number_is_drawn_on_the_common_axis() -> None:
    """Nothing known: hatched, no ring, no line, and no division by nothing."""
    drawing = SmallMultiple({"state": "not_measured"}, ["2025", "2026"], showing.top_of([]))
    assert (drawing.baseline, drawing.points, drawing.goal, drawing.has_line) == (None, [], None, False)
    assert drawing.blank is not None


def test_value_above_the_axis_stays_in_the_drawing() -> None:
    """The point stands at the upper edge, never outside."""
    drawing = SmallMultiple({"state": "on_way", "baseline": 36, "measured": [900]}, ["før", "2026"], 50)
    assert drawing.points[0]["y"] == TOP
