"""The turn box of the purchaser while something is missing before the buying can be opened."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.urls import reverse

from procurement.invitation import commitment
from procurement.models import Authorisation
from procurement.planning import actions as planning
from suksit.cases.models import ChangeCase
from tests.walk import PLAN, Walker
from workflow import clock

Page = Callable[..., Any]


def box(get: Page, case: ChangeCase, name: str = "siri") -> tuple[str, str, str]:
    """What is said quietly in the box, where its button leads, and what the button says."""
    turn = get(name, "case", case.pk).context["turn"]
    return str(turn["muted"]), turn.get("url", ""), str(turn.get("button", ""))


def group_of(walker: Walker) -> list[tuple[int, int]]:
    """Siri alone evaluates, for the lead buyer."""
    return [(walker.cast.people["siri"].pk, walker.cast.party("KO").pk)]


def test_box_names_what_is_missing_first_and_leads_there(walker: Walker, get: Page) -> None:
    """One thing at a time, in the order of the gate; the notice only when nothing is missing."""
    case = walker.to("planning")
    plan, group, notice = (
        reverse(name, args=[case.pk]) for name in ("plan_procurement", "name_evaluators", "publish_notice")
    )
    walker.do("siri", planning.choose_route, case, "full", reason="Over nasjonal terskel.")
    assert box(get, case) == ("Prosedyren er ikke valgt.", plan, "Planlegg anskaffelsen")
    walker.do("siri", planning.plan_procurement, case, values={**PLAN, "environment": "", "cpv": ""})
    assert box(get, case) == ("Det er ikke sagt hvordan miljø skal vektes.", plan, "Planlegg anskaffelsen")
    walker.do("siri", planning.plan_procurement, case, values={**PLAN, "cpv": ""})
    assert box(get, case) == ("Ingen er valgt til evalueringsgruppen.", group, "Velg evalueringsgruppen")
    walker.do("siri", planning.name_evaluators, case, group_of(walker))
    assert box(get, case) == ("CPV-koden mangler.", plan, "Planlegg anskaffelsen")
    walker.do("siri", planning.plan_procurement, case, values=PLAN)
    said, url, button = box(get, case)
    assert (url, button) == (notice, "Noter kunngjøringen")
    assert "mangler" not in said


def test_what_the_purchaser_can_give_stands_before_what_others_must(walker: Walker, get: Page) -> None:
    """Rollag's council has not met. Siri does what is hers first; then the box says it, and has no button."""
    case = walker.to("commitment")
    of = {name: walker.part(Authorisation, case, name) for name in ("Kongsberg", "Rollag")}
    walker.do("eva", commitment.give_authorisation, of["Kongsberg"], title="Kommunedirektør")
    meeting = clock.today() + timedelta(days=20)
    walker.do("dag", commitment.send_to_council, of["Rollag"], body="Formannskapet", meeting_on=meeting)
    walker.do("kari", commitment.name_lead_buyer, case, walker.cast.party("KO").pk)
    walker.do("kari", commitment.close_commitment, case)
    walker.do("siri", planning.choose_route, case, "full", reason="Over nasjonal terskel.")
    assert box(get, case)[0] == "Prosedyren er ikke valgt."
    walker.do("siri", planning.plan_procurement, case, values=PLAN)
    walker.do("siri", planning.name_evaluators, case, group_of(walker))
    assert box(get, case)[:2] == ("Fullmakt fra Rollag mangler.", "")
    page = get("siri", "case", case.pk).content.decode()
    assert 'class="turn-deeds"' not in page
    assert "Fullmakt fra Rollag mangler." in page


def test_those_who_wait_are_not_told_what_is_missing(walker: Walker, get: Page) -> None:
    """Ola sees whose turn it is, in a calm box without a button."""
    case = walker.to("planning")
    walker.do("siri", planning.choose_route, case, "full", reason="Over nasjonal terskel.")
    turn = get("ola", "case", case.pk).context["turn"]
    assert (turn["title"], turn["muted"], turn["calm"]) == ("Nå er det Siri sin tur", "Siri svarer for KO.", True)
    assert "url" not in turn
