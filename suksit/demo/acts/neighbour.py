"""One case of another region, which the first region never sees."""

from collections.abc import Iterator
from typing import Any

from suksit.changes import actions as changes
from suksit.demo.stage import Stage


def volunteers(stage: Stage) -> Iterator[Any]:
    """Notodden is a member of both regions. What Nina reports here stays here."""
    yield stage.ago(12)
    draft = stage.do(
        "nina", changes.start_draft, stage.party("Notodden").pk, title="Oversikt over frivillige", kind="new"
    )
    values = {"needs": "Frivilligsentralen har oversikten i en perm.", "draft_benefits": "Færre telefoner."}
    stage.do("nina", changes.save_draft, draft, values=values, step_reached=3)
    stage.do("nina", changes.report_change, draft)


ACTS = (volunteers,)
