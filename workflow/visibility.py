"""Who may read what people have written and attached: the one answer, asked by every page, mail and export."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from workflow.actors import Actor
from workflow.models import Case, Comment, Document, Grade, Participant, Visibility

Predicate = Callable[[Any, Actor], bool]


@dataclass(frozen=True)
class Readers:
    """What the engine asks of those above it: who routes a case, and who is in its closed group."""

    routes: Predicate
    in_group: Predicate


_readers: list[Readers] = []


def register(readers: Readers) -> None:
    """Let the product answer from now on."""
    _readers[:] = [readers]


@dataclass(frozen=True)
class Eyes:
    """What an actor may read in one case."""

    user_id: int | None
    parties: frozenset[int]
    routes: bool
    takes_part: bool
    in_group: bool
    everything: bool = False

    def readable(self, *, visibility: str = "visibility", party: str = "party_id", author: str = "") -> Q:
        """The rows that may be read, as a condition. The arguments name the row's fields."""
        if self.everything:
            return Q(pk__isnull=False)
        allowed = Q(**{visibility: Visibility.REGION})
        own = Q(**{visibility: Visibility.OWN})
        allowed |= own if self.routes else own & Q(**{f"{party}__in": sorted(self.parties)})
        if self.takes_part:
            allowed |= Q(**{visibility: Visibility.PARTICIPANTS})
        if self.in_group:
            allowed |= Q(**{visibility: Visibility.GROUP})
        if author and self.user_id:
            allowed |= Q(**{author: self.user_id})
        return allowed


def eyes_of(case: Case, actor: Actor) -> Eyes:
    """What an actor may read in a case. Two queries, whatever the case holds."""
    if actor.is_system:
        return Eyes(None, actor.parties, routes=True, takes_part=True, in_group=True, everything=True)
    grades = Participant.objects.filter(case_id=case.pk, party_id__in=actor.parties).values_list("grade", flat=True)
    readers = _readers[0] if _readers else None
    return Eyes(
        user_id=actor.user_id,
        parties=actor.parties,
        routes=bool(readers and readers.routes(case, actor)),
        takes_part=max(grades, default=0) >= Grade.TAKES_PART,
        in_group=bool(readers and readers.in_group(case, actor)),
    )


def visible_documents(case: Case, actor: Actor, eyes: Eyes | None = None) -> QuerySet[Document]:
    """The documents of a case that an actor may open, oldest first. What is not here does not exist for the actor."""
    eyes = eyes or eyes_of(case, actor)
    return (
        Document.objects.filter(eyes.readable(author="added_by_id"), case_id=case.pk)
        .select_related("party", "added_by")
        .order_by("added_at", "pk")
    )


def visible_comments(case: Case, actor: Actor, eyes: Eyes | None = None) -> QuerySet[Comment]:
    """The comments on a case that an actor may read, oldest first."""
    eyes = eyes or eyes_of(case, actor)
    return (
        Comment.objects.filter(eyes.readable(author="author_id"), case_id=case.pk)
        .select_related("party", "author")
        .order_by("written_at", "pk")
    )
