"""Who acts: a person in a capacity for a party, or the machine itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from workflow.models import Channel


@dataclass(frozen=True)
class Grant:
    """A right on one party, with the capacity that gives it, and for whom one stands in."""

    capacity: str
    on_behalf_of: int | None = None


@dataclass(frozen=True)
class Actor:
    """A person who acts in one region, with every right held there at this moment.

    `grants` maps (party, permission) to the grant; `stands_in_for` are those who are away and whose tasks are the
    actor's meanwhile, also where the actor holds the same rights oneself. An actor is made for one request or one job
    and thrown away.
    """

    user_id: int | None
    name: str
    region_id: int | None
    grants: Mapping[tuple[int, str], Grant] = field(default_factory=dict)
    parties: frozenset[int] = frozenset()
    channel: str = Channel.WEB
    only_assignment: int | None = None
    stands_in_for: frozenset[int] = frozenset()

    @property
    def is_system(self) -> bool:
        """Whether it is the machine."""
        return self.user_id is None

    def may(self, permission: str, party: Any) -> bool:
        """Whether the actor holds a permission on a party (a `Party` or its key)."""
        if self.is_system:
            return True
        return (getattr(party, "pk", party), permission) in self.grants

    def may_anywhere(self, permission: str) -> bool:
        """Whether the actor holds a permission on some party of the region."""
        return self.is_system or any(held == permission for _, held in self.grants)

    def parties_with(self, permission: str) -> set[int]:
        """The keys of the parties on which the actor holds a permission."""
        return {party for party, held in self.grants if held == permission}

    def grant_for(self, permission: str, party: Any) -> Grant:
        """The capacity in which a right is held; the machine's when it is the machine.

        Raises KeyError when the right is not held.
        """
        if self.is_system:
            return Grant("system")
        return self.grants[(getattr(party, "pk", party), permission)]

    def by_way_of(self, channel: str) -> "Actor":
        """The same actor, come another way."""
        return replace(self, channel=channel)


SYSTEM = Actor(user_id=None, name="SuksIT", region_id=None, channel=Channel.JOB)


def grants_of(rows: Iterable[tuple[int, str, Grant]]) -> dict[tuple[int, str], Grant]:
    """Grants by (party, permission). One's own grant wins over a stand-in's."""
    grants: dict[tuple[int, str], Grant] = {}
    for party, permission, grant in rows:
        key = (party, permission)
        if key not in grants or (grants[key].on_behalf_of and not grant.on_behalf_of):
            grants[key] = grant
    return grants
