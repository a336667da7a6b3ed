"""The choices of a plan in words: routes, procedures, standard contracts, and how the environment is weighed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from procurement.law.thresholds import Regime
from procurement.planning.models import Route

ROUTE_HELP: dict[str, Any] = {
    Route.FULL: _("Announced on Doffin; also on TED above the EEA threshold. The notice fixes who takes part."),
    Route.SIMPLIFIED: _("Below the national threshold: some suppliers are asked. The invitation fixes who takes part."),
    Route.CALL_OFF: _("For those who are named in the agreement. No new competition."),
    Route.RENEGOTIATION: _("New terms with the same supplier. A material change needs a new competition."),
    Route.NONE: _("Integration, a national component, or made by yourselves. Straight to taking into use."),
}

PROCEDURES = {
    Route.FULL: (
        ("open", _("Open procedure (åpen anbudskonkurranse)")),
        ("restricted", _("Restricted procedure (begrenset anbudskonkurranse)")),
        ("open_part_ii", _("Open competition with dialogue, part II (åpen tilbudskonkurranse)")),
        ("restricted_part_ii", _("Restricted competition with dialogue, part II (begrenset tilbudskonkurranse)")),
        ("neg-w-call", _("Negotiation after a notice (konkurranse med forhandling)")),
        ("comp-dial", _("Competitive dialogue (konkurransepreget dialog)")),
        ("innovation", _("Innovation partnership (innovasjonspartnerskap)")),
    ),
    Route.SIMPLIFIED: (
        ("request", _("Ask at least three suppliers")),
        ("mini", _("Mini-competition")),
        ("direct", _("Direct purchase from one supplier")),
    ),
}

CONTRACTS = (
    ("SSA-L", _("SSA-L, services over the internet"), _("Standard cloud with little adaptation: most systems.")),
    ("SSA-T", _("SSA-T, development and adaptation"), _("Much adaptation, as a case and archive system. With SSA-D.")),
    ("SSA-D", _("SSA-D, operations"), _("A system that somebody runs for you.")),
    ("SSA-K", _("SSA-K, purchase"), _("Goods, equipment and licences as they are.")),
    ("SSA-V", _("SSA-V, maintenance"), _("Maintenance of what was bought with SSA-K or SSA-T.")),
    ("SSA-S", _("SSA-S, agile development"), _("Your own solution, made in sprints.")),
    ("SSA-sky", _("SSA-sky, cloud on the supplier's terms"), _("Large cloud services and licences.")),
    ("SSA-B", _("SSA-B, consultants by the hour"), _("Somebody who helps, and you lead.")),
    ("SSA-O", _("SSA-O, consultants for a result"), _("Somebody who delivers a result.")),
    ("SSA-R", _("SSA-R, framework agreement"), _("Call-offs use one of the others.")),
    ("other", _("Another contract"), _("Say which in the case.")),
)

ENVIRONMENT = (
    ("quality-nor-env-criteria", _("As an award criterion")),
    ("quality-nor-env-spec", _("As requirements in the specification")),
    ("quality-nor-env-exempt-insignificant", _("Not: the footprint is insignificant")),
    ("quality-nor-env-exempt-critical-interest", _("Not: vital interests in health, safety or preparedness")),
    ("quality-nor-env-exempt-national-minimum", _("Not: there are statutory minimum requirements")),
)

SUGGESTED = {
    Regime.OUTSIDE: Route.SIMPLIFIED,
    Regime.PART_I: Route.SIMPLIFIED,
    Regime.PART_II: Route.FULL,
    Regime.PART_III: Route.FULL,
}


def procedure_words(code: str) -> Any:
    """A procedure in words; the code itself when it is an old one."""
    return next((words for group in PROCEDURES.values() for known, words in group if known == code), code)


def contract_words(code: str) -> Any:
    """A standard contract in words."""
    return next((words for known, words, _advice in CONTRACTS if known == code), code)


def environment_words(code: str) -> Any:
    """How the environment is weighed, in words."""
    return next((words for known, words in ENVIRONMENT if known == code), code)
