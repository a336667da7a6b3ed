"""What a person may do with a case now: one deed, one name, one rule, one page."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from workflow.actors import Actor
from workflow.models import Case, HistoryEntry

Rule = Callable[[Any, Actor], bool]
Tells = Callable[[Case, HistoryEntry], Iterable[tuple[str, Iterable[int]]]]
About = Callable[[Iterable[int]], Mapping[int, str]]


@dataclass(frozen=True)
class Deed:
    """A deed on a case. Its name is also that of its rule, action, history entry, page and template.

    `label` is the button, `title` what the inbox says is to be done, `why` why it waits for one: both may hold
    %(party)s and %(case)s. `told` is what the timeline says was done, after the name of the one who did it; words, or a
    function of the history entry. `minutes` is about how long it takes. `subject` says that the page needs the child
    record's key as well. `by_link` says that a signed link in a mail is enough; binding deeds ask for sign-in.
    `link_permissions` are what such a link may do: the deed itself, and the honest ways out of it. `tells` says who is
    told by mail that it was done: (permission, parties) pairs. `about` names what child records are about, by key,
    where the case alone does not say it. `rank` orders the buttons; a lower one comes first. `offered` says whether a
    link is worth showing now: no, while the page could only explain why it must wait. It is asked after `rule` has said
    yes, gives no right and takes none, and the page explains itself to whoever gets there.
    """

    name: str
    label: Any
    rule: Rule
    title: Any = ""
    told: Any = ""
    why: Any = ""
    minutes: int = 5
    subject: bool = False
    by_link: bool = False
    link_permissions: tuple[str, ...] = ()
    tells: Tells | None = None
    about: About | None = None
    rank: int = 50
    offered: Rule | None = None

    def is_offered(self, case: Case, actor: Actor) -> bool:
        """Whether an actor may do it, and a link to it is worth showing now."""
        return self.rule(case, actor) and (self.offered is None or self.offered(case, actor))

    def told_of(self, entry: HistoryEntry) -> str:
        """What the timeline says of one entry, after the name of the one who did it."""
        return str(self.told(entry) if callable(self.told) else self.told)

    def url(self, case: Case, subject: int | None = None) -> str:
        """The page of the deed."""
        args = [case.pk] if not self.subject else [case.pk, subject]
        return reverse(self.name, args=args)


REGISTRY: dict[str, Deed] = {}
_followed: dict[str, Any] = {}


def register(*deeds: Deed) -> None:
    """Make deeds known. Raises ValueError when a name is taken."""
    for deed in deeds:
        if deed.name in REGISTRY:
            raise ValueError(f"the deed {deed.name} is registered twice")
        REGISTRY[deed.name] = deed


def follow(**told: Any) -> None:
    """Make known what the history says of deeds that nobody does on a page, for they follow from another or the clock.

    Name and words, as `Deed.told`.
    """
    _followed.update(told)


def told_of(entry: HistoryEntry) -> str:
    """What the history says of an entry, after the name of the one who did it; empty when nothing is known of it."""
    deed = REGISTRY.get(entry.deed)
    if deed:
        return deed.told_of(entry)
    told = _followed.get(entry.deed, "")
    return str(told(entry) if callable(told) else told)


def available(case: Case, actor: Actor) -> list[Deed]:
    """The deeds that an actor may do with a case now, most wanted first. No template asks about rights.

    Those whose page could only explain why they must wait are left out. The number of queries is fixed.
    """
    found = [deed for deed in REGISTRY.values() if not deed.subject and deed.is_offered(case, actor)]
    return sorted(found, key=lambda deed: (deed.rank, deed.name))
