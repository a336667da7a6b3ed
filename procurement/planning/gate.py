"""What is missing before those who take part can be fixed: in words, who can give it, and where."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from procurement.cases import ProcurementCase
from procurement.invitation.queries import waiting_parties
from procurement.invitation.words import listed
from procurement.planning.models import Plan
from procurement.planning.rules import missing_before_freeze
from workflow.actors import Actor
from workflow.deeds import REGISTRY

OPENERS = ("publish_notice", "invite_tenders", "call_off", "agree_renegotiation", "proceed_without_procurement")


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: what, who can give it, and the page, for the one who may."""

    what: str
    who: str
    url: str = ""
    button: str = ""


def missing_in_words(case: ProcurementCase, actor: Actor) -> list[Missing]:
    """What is missing, the route first. Empty when the gate is open."""
    plan: Plan = case.plan
    purchaser = _("The purchaser can do it.")
    if not plan.route:
        return [_one(case, actor, _("The route is not chosen"), purchaser, "choose_route")]
    return [_words(case, actor, name, purchaser) for name in missing_before_freeze(case)]


def _words(case: ProcurementCase, actor: Actor, name: str, purchaser: str) -> Missing:
    if name == "authorisations":
        return _authorisations(case)
    known = {
        "lead_buyer": (_("Nobody leads the buying"), _("The coordinator names it."), "name_lead_buyer"),
        "participants": (_("Nobody has given an authorisation"), _("The chief executives can do it."), ""),
        "procedure": (_("The procedure is not chosen"), purchaser, "plan_procurement"),
        "standard_contract": (_("The standard contract is not chosen"), purchaser, "plan_procurement"),
        "environment": (_("It is not said how the environment is weighed"), purchaser, "plan_procurement"),
        "cpv": (_("The CPV code is missing"), purchaser, "plan_procurement"),
        "existing_agreement": (_("It is not said which agreement it is built on"), purchaser, "plan_procurement"),
        "evaluators": (_("Nobody is named to the evaluation group"), purchaser, "name_evaluators"),
    }
    what, who, deed = known.get(name, (name, purchaser, ""))
    return _one(case, actor, what, who, deed)


def _authorisations(case: ProcurementCase) -> Missing:
    waiting = waiting_parties(case)
    names = listed(waiting["requested"] + waiting["with_council"])
    who = _("Their chief executives can give it, or the coordinator can let them go.")
    if waiting["with_council"] and not waiting["requested"]:
        who = _("It waits for a political decision.")
    return Missing(_("The authorisation of %(names)s is missing") % {"names": names}, who)


def _one(case: ProcurementCase, actor: Actor, what: str, who: str, deed: str) -> Missing:
    known = REGISTRY.get(deed)
    if known is not None and known.rule(case, actor):
        return Missing(what, who, known.url(case), str(known.label))
    return Missing(what, who)


def opener(case: ProcurementCase, actor: Actor) -> dict[str, str] | None:
    """The deed that the open gate leads to, for the one who may do it."""
    for name in OPENERS:
        deed = REGISTRY.get(name)
        if deed is not None and deed.rule(case, actor):
            return {"url": reverse(name, args=[case.pk]), "label": str(deed.label)}
    return None
