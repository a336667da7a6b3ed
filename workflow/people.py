"""Who the people behind a party are. The engine asks; the product, which knows roles, answers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Person:
    """A person who acts for a party today, in a role. `away`: not at hand today, and nobody is in the place."""

    user_id: int
    name: str
    email: str
    language: str
    party_id: int
    role: str
    away: bool = False


@dataclass(frozen=True)
class Directory:
    """The questions that the engine asks of the product."""

    with_permission: Callable[[str, Iterable[int], int], list[Person]]
    by_permission: Callable[[Iterable[str], Iterable[int], int], dict[str, list[Person]]]
    of_parties: Callable[[Iterable[int], int], list[Person]]
    away: Callable[[int], dict[int, date]]
    stand_ins: Callable[[int], dict[int, int]]
    keepers: Callable[[int], list[Person]]


_directory: list[Directory] = []


def register(directory: Directory) -> None:
    """Let the product answer from now on."""
    _directory[:] = [directory]


def with_permission(permission: str, party_ids: Iterable[int], region_id: int) -> list[Person]:
    """Who holds a permission on parties in a region today; stand-ins instead of those who are away."""
    return _directory[0].with_permission(permission, party_ids, region_id)


def by_permission(permissions: Iterable[str], party_ids: Iterable[int], region_id: int) -> dict[str, list[Person]]:
    """As `with_permission`, for several permissions at once: in as many queries as for one."""
    return _directory[0].by_permission(permissions, party_ids, region_id)


def of_parties(party_ids: Iterable[int], region_id: int) -> list[Person]:
    """Everybody engaged at some parties in a region today, by name."""
    return _directory[0].of_parties(party_ids, region_id)


def away(region_id: int) -> dict[int, date]:
    """Who is away from a region today with nobody in the place, and the last day away."""
    return _directory[0].away(region_id)


def stand_ins(region_id: int) -> dict[int, int]:
    """Who is away from a region today and has a stand-in, and who that is."""
    return _directory[0].stand_ins(region_id)


def keepers(region_id: int) -> list[Person]:
    """Who keeps a region today, and is told when nobody is at hand for a task."""
    return _directory[0].keepers(region_id)
