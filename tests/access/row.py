"""A row of the access table: one URL, the state of the case it is opened at, and who gets what.

A row names a URL, the state of the case it is opened at, and who gets what. Whoever is not named gets what follows from
who they are: 302 to sign in for a stranger, 404 for those of another region (what you may not see does not exist), and
403 for those who see the case but may not do the deed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from procurement.models import Answer, Authorisation, Contract
from suksit.models import Benefit, Engagement, Harvest, Measurement, Membership, Rollout
from workflow.models import Assignment

OUTSIDERS = ("per", "nina")
INSIDERS = (
    "kari",
    "ola",
    "ingrid",
    "tor",
    "dag",
    "eva",
    "hans",
    "liv",
    "siri",
    "jon",
    "arne",
    "berit",
    "mona",
)
STRANGER = "stranger"
PERSONAS = (STRANGER, *OUTSIDERS, *INSIDERS)


@dataclass(frozen=True)
class Row:
    """One URL. `at` is the state of the case (None: no case), `part` finds the child record in Rollag's name.

    `apart` is for an address that does not begin with the case's: only what `part` finds stands in it.
    """

    name: str
    at: str | None = None
    part: Callable[[Any, Any], int | tuple[int, ...]] | None = None
    who: dict[str, int] = field(default_factory=dict)
    everyone: int | None = None
    args: tuple[Any, ...] = ()
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)
    apart: bool = False

    def arguments(self, cast: Any, case: Any) -> list[Any]:
        """What stands in the address. Call it with the eyes of somebody who sees the case."""
        own = [case.pk] if case is not None and not self.apart else []
        found = self.part(cast, case) if self.part else ()
        return [*own, *self.args, *(found if isinstance(found, tuple) else [found])]

    def expected(self, persona: str) -> int:
        """The status that a persona gets."""
        if persona in self.who:
            return self.who[persona]
        if self.everyone is not None:
            return self.everyone
        if persona == STRANGER:
            return 302
        if persona in OUTSIDERS:
            return 404 if self.at or self.part else 403
        return 403


def may(*names: str) -> dict[str, int]:
    """Those who get the page."""
    return dict.fromkeys(names, 200)


def all_insiders(*but: str) -> dict[str, int]:
    """Everybody of the region gets the page, but for some."""
    return {name: 200 for name in INSIDERS if name not in but}


def everybody_signed_in() -> dict[str, int]:
    """Everybody with a role somewhere gets the page, each in the own region."""
    return may(*OUTSIDERS, *INSIDERS)


def rollag(model: Any) -> Callable[[Any, Any], int]:
    """The key of Rollag's own child record in a case."""
    return lambda cast, case: model.objects.get(case=case, party=cast.party("Rollag")).pk


ANSWER, AUTHORISATION, CONTRACT, ROLLOUT = (rollag(model) for model in (Answer, Authorisation, Contract, Rollout))
HARVEST = rollag(Harvest)


def task(cast: Any, case: Any) -> int:
    """The key of the task by which Rollag is asked."""
    return Assignment.objects.get(case=case, step="answer_invitation", party=cast.party("Rollag")).pk


def last_entry(cast: Any, case: Any) -> int:
    """The key of the last entry in a case's history."""
    return case.history.order_by("-sequence").first().pk


def engagement(cast: Any, case: Any) -> int:
    """Ola's role, which Kari may end."""
    return Engagement.objects.get(person=cast.people["ola"]).pk


def person(cast: Any, case: Any) -> int:
    """Ola, whom Kari may mend."""
    return cast.people["ola"].pk


def membership(cast: Any, case: Any) -> int:
    """Rollag's membership."""
    return Membership.objects.get(municipality__party=cast.party("Rollag")).pk


def benefit(cast: Any, case: Any) -> int:
    """The key of the case's benefit."""
    return Benefit.objects.get(case=case).pk


def harvest_page(cast: Any, case: Any) -> tuple[int, int]:
    """The keys of the case's benefit and of Rollag's own share."""
    return benefit(cast, case), HARVEST(cast, case)


def measurement(cast: Any, case: Any) -> int:
    """The key of the round that Rollag is asked for."""
    return Measurement.objects.get(case=case, harvest__party=cast.party("Rollag"), state="asked").pk
