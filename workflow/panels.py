"""What a case's page shows of each part of the work: every package adds its own panels."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from workflow.actors import Actor
from workflow.models import Case


@dataclass(frozen=True)
class Panel:
    """One card on the page of a case: its template with its own context, in the main or the side column.

    A lower `rank` stands higher. Documents, deeds and timeline are the page's own and need no panel.
    What an earlier step left behind (`earlier`) is folded together below the timeline: one row with its `title` and one
    `line` that sums it up, and the whole card behind it.
    """

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    side: bool = False
    rank: int = 50
    earlier: bool = False
    title: str = ""
    line: str = ""


Source = Callable[[Any, Actor], Iterable[Panel]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source: called with the case and the actor, it gives what that actor may see, or nothing."""
    _sources.append(source)


def of_case(case: Case, actor: Actor) -> list[Panel]:
    """Every panel that the actor may see on a case, the highest first."""
    found = [panel for source in _sources for panel in source(case, actor)]
    return sorted(found, key=lambda panel: panel.rank)
