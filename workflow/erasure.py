"""What the law asks to forget: a text of the history, or a person's name. The chain holds, for neither stands in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from workflow import clock, permissions
from workflow.actors import Actor
from workflow.history import Text
from workflow.models import Case, Comment, HistoryEntry, HistoryText
from workflow.transitions import locked, require, write_down

Person = Any
PREFIX = "removed-"
SHORTEST = 3  # letters; a shorter name is in every other word


@dataclass(frozen=True)
class Books:
    """What the engine asks of the product: whether a person still acts, and to write down that the name is gone.

    `note` gets the person, already renamed, who did it, and the reason.
    """

    acts: Callable[[Person], bool]
    note: Callable[[Person, Actor, str], None]


_books: list[Books] = []


class StillActs(ValueError):
    """The person still acts for somebody: a name is taken out of the history when its bearer has gone."""


def register(books: Books) -> None:
    """Let the product answer from now on."""
    _books[:] = [books]


def erase_text(entry: HistoryEntry, name: str, *, by: Actor, permission: str, reason: str) -> HistoryEntry:
    """Erase one text of an entry in all its versions; the history says "removed" where it stood.

    Its salt goes too, or the digest in the chain could be guessed at. Who did it, when and why is an entry of its own.
    A comment is erased by the name `comment`. Raises PermissionDenied without the permission on the case's region,
    ValueError without a reason, and LookupError when the entry has no such text left.
    """
    if not reason.strip():
        raise ValueError("a text is not erased without a reason")
    with locked(Case(pk=entry.case_id)) as case:
        require(by.may(permission, case.region_id))
        if not forget(entry, name):
            raise LookupError(f"entry {entry.sequence} has no text {name} to erase")
        return write_down(
            case,
            "erase_text",
            by=by,
            permission=permission,
            party=case.region_id,
            data={"entry": entry.sequence, "name": name},
            texts={"reason": Text(reason)},
        )


def forget(entry: HistoryEntry, name: str) -> int:
    """Empty the rows of a text that are not yet empty. Returns how many."""
    if name == "comment":
        comments = Comment.objects.filter(case_id=entry.case_id, pk=entry.data.get("comment")).exclude(text="")
        return comments.update(text="")
    rows = HistoryText.objects.filter(entry_id=entry.pk, name=name, erased_at__isnull=True)
    return rows.update(text="", salt="", erased_at=clock.now())


@dataclass(frozen=True)
class Place:
    """Where a person's name stands in a text of a case: table, column, key, and the case's number."""

    table: str
    column: str
    key: Any
    case: str

    def __str__(self) -> str:
        return f"{self.case}: {self.table} {self.key}, {self.column}"


def person_named(username: str) -> Person:
    """A person by the user name. Raises LookupError when there is none."""
    person = get_user_model().objects.filter(username=username).first()
    if person is None:
        raise LookupError(f"nobody has the user name {username}")
    return person


def places_of(person: Person) -> list[Place]:
    """Every text of a case that holds the person's name, user name or address; nothing is judged here.

    Looks into every text column of every table that hangs on a case, so that a table added later is not forgotten.
    The actor must see all cases.
    """
    full = person.get_full_name()
    words = {full, person.last_name, person.email, person.username}
    words = {word for word in words if word and len(word) >= SHORTEST}
    return [place for model, columns in tables() for place in found_in(model, columns, words)] if words else []


def tables() -> Iterator[tuple[type[models.Model], list[str]]]:
    """The tables that hang on a case, the case's own among them, with their columns of words."""
    for model in apps.get_models():
        on_case = any(field.name == "case" and field.related_model is Case for field in model._meta.fields)
        if model._meta.proxy or model._meta.managed is False or not (on_case or model is Case):
            continue
        columns = [
            field.name
            for field in model._meta.fields
            if isinstance(field, models.CharField | models.TextField) and not field.choices and field.editable
        ]
        if columns:
            yield model, columns


def found_in(model: type[models.Model], columns: list[str], words: set[str]) -> Iterator[Place]:
    """The rows of a table with one of the words in a column."""
    for column in columns:
        holds = Q()
        for word in sorted(words):
            holds |= Q(**{f"{column}__icontains": word})
        number = "number" if model is Case else "case__number"
        for key, case in model.objects.filter(holds).order_by("pk").values_list("pk", number):
            yield Place(model._meta.db_table, column, key, case)


def pseudonymise(person: Person, *, by: Actor, reason: str) -> str:
    """Replace a person's name, user name and address. Returns the new name, as "Fjernet person 3".

    The history names the person by key alone, so that every entry stands as it was written and is told with the new
    name. The person can no longer sign in. Only the machine may do it, from a command. Raises StillActs while the
    person holds a right, and ValueError without a reason or when it was done before.
    """
    require(by.is_system)
    if not reason.strip():
        raise ValueError("nobody is pseudonymised without a reason")
    users = get_user_model().objects
    person = users.select_for_update().get(pk=person.pk)
    if any(books.acts(person) for books in _books):
        raise StillActs(f"{person.username} still acts for somebody: end the engagements first")
    if person.username.startswith(PREFIX):
        raise ValueError(f"{person.username} is pseudonymised already")
    with translation.override("nb"):
        number = users.filter(username__startswith=PREFIX).count() + 1
        name = _("Removed person %(number)s") % {"number": number}
    person.username = f"{PREFIX}{number}"
    person.first_name, person.last_name, person.email = name, "", ""
    person.is_active = False
    person.set_unusable_password()
    person.save(update_fields=["username", "first_name", "last_name", "email", "is_active", "password"])
    permissions.set_rights(person.pk, set())
    for books in _books:
        books.note(person, by, reason)
    return name
