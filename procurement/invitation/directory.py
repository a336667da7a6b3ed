"""What the stages ask of the product: whom to ask, who may lead, how far a chief executive may bind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflow.models import Party


@dataclass(frozen=True)
class Delegation:
    """How far a person may bind a party without its council: NOK excl. VAT, None when no limit is noted.

    `since` is the day from which it holds, `basis` the decision it rests on.
    """

    title: str
    limit: Decimal | None
    since: date
    basis: str = ""


@dataclass(frozen=True)
class Directory:
    """The three questions."""

    partners: Callable[[int], list[Party]]
    lead_buyers: Callable[[int], list[Party]]
    delegation: Callable[[int, int, int], Delegation | None]


_directory: list[Directory] = []


def register(directory: Directory) -> None:
    """Let the product answer from now on."""
    _directory[:] = [directory]


def partners(region_id: int) -> list[Party]:
    """The parties that may be asked to join, today, in Norwegian order."""
    return _directory[0].partners(region_id)


def lead_buyers(region_id: int) -> list[Party]:
    """The parties that may lead a joint procurement."""
    return _directory[0].lead_buyers(region_id)


def delegation(user_id: int, party_id: int, region_id: int) -> Delegation | None:
    """How far a person may bind a party today; None when the person may not bind it."""
    return _directory[0].delegation(user_id, party_id, region_id)
