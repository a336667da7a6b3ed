"""The cases that the loader multiplies: walked through the product's own deeds, so that every row is a real one."""

from suksit.benefits import actions as benefits
from suksit.cases import actions as cases
from suksit.changes import actions as changes
from tests.personas import Cast
from tests.walk import Walker

LIVE = (
    "reported",
    "assessment",
    "invitation",
    "commitment",
    "planning",
    "competition",
    "contract",
    "rollout",
    "measuring",
)

CARRIED = ("Barnevern", "Byggesak", "Helsestasjon")
CANCELLED = ("Kart", "Kino")
REJECTED = ("Egen app", "Nytt intranett")


def live(cast: Cast) -> int:
    """A case in each stage, waiting for somebody. Returns how many."""
    for state in LIVE:
        Walker(cast).to(state, title=f"Felles løsning for {state}")
    return len(LIVE)


def ended(cast: Cast) -> int:
    """Cases that are over: most were carried through, some stopped on the way. Returns how many."""
    for title in CARRIED:
        case = Walker(cast).to("benefits", title=title)
        cast.do("kari", benefits.close_case, case, lessons="Sett av tid til opplæring.")
    for title in CANCELLED:
        cast.do("kari", cases.cancel_case, Walker(cast).to("planning", title=title), reason="Behovet falt bort.")
    for title in REJECTED:
        cast.do("kari", changes.reject_report, Walker(cast).to("assessment", title=title), reason="For få har behovet.")
    return len(CARRIED + CANCELLED + REJECTED)
