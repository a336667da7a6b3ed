"""What earlier steps left behind stands folded together below the timeline of a case."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.walk import Walker

Page = Callable[..., Any]

FOLDED = {
    "invitation": ["Meldingen", "Vurdering"],
    "planning": ["Meldingen", "Vurdering", "Hva kommunene svarer", "Fullmakter"],
    "contract": [
        "Meldingen",
        "Vurdering",
        "Hva kommunene svarer",
        "Fullmakter",
        "Hvordan det skal kjøpes",
        "Konkurranse",
        "Tilbud",
        "Leverandøren er valgt",
    ],
}
OPEN = {"invitation": "invitation/answers.html", "planning": "planning/gate.html"}
OPEN["contract"] = "contract/panel_contracts.html"


@pytest.mark.parametrize("state", FOLDED)
def test_only_the_step_that_is_now_stands_open(walker: Walker, get: Page, state: str) -> None:
    """The others are folded in the order of the way, and none is lost."""
    context = get("kari", "case", walker.to(state).pk).context
    assert [panel.title for panel in context["earlier_panels"]] == FOLDED[state]
    assert [panel.template for panel in context["main_panels"]] == [OPEN[state]]


def test_folded_panel_is_one_row_with_its_sum_and_the_whole_card_behind(walker: Walker, get: Page) -> None:
    """Closed until it is opened; after the timeline; the answers stand there alone."""
    page = get("kari", "case", walker.to("planning").pk).content.decode()
    before, *rows = page.split('<details><summary><span class="earlier-words">')
    assert before.index('id="events-title"') < before.index('id="earlier-title"')
    words = [" ".join(re.sub(r"<[^>]+>", " ", row.partition("</summary>")[0]).split()) for row in rows]
    assert words[2:] == ["Hva kommunene svarer 3 av 4 har svart", "Fullmakter 2 av 2 er gitt"]
    assert len(words) == 4
    assert [row.count('id="answers-title"') for row in (before, *rows)] == [0, 0, 0, 1, 0]


def test_report_that_is_not_yet_assessed_is_not_folded(walker: Walker, get: Page) -> None:
    """Nothing lies behind: no heading for earlier steps, and the report stands open."""
    response = get("kari", "case", walker.to("reported").pk)
    assert response.context["earlier_panels"] == []
    assert [panel.template for panel in response.context["main_panels"]] == ["changes/report_panel.html"]
    assert 'id="earlier-title"' not in response.content.decode()
