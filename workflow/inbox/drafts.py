"""What a person has begun and not yet sent. The engine knows no forms: whoever has one says what lies unfinished."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from workflow.actors import Actor


@dataclass(frozen=True)
class Draft:
    """Something begun: what it is called, where it is continued, and when it was last touched."""

    title: str
    url: str
    at: datetime | None = None


Source = Callable[[Actor], Iterable[Draft]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source: called with the actor, it gives what that person has begun."""
    _sources.append(source)


def of_actor(actor: Actor) -> list[Draft]:
    """Everything that the actor has begun."""
    return [draft for source in _sources for draft in source(actor)]
