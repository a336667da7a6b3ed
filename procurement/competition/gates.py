"""What a gate still lacks, in words: what is missing, who can give it, and where when it is the reader's own to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from procurement.cases import ProcurementCase
from procurement.competition import rules
from workflow.actors import Actor
from workflow.deeds import REGISTRY

WORDS: dict[str, tuple[Any, Any, str]] = {
    "lead_buyer": (gettext_lazy("No lead buyer is named."), gettext_lazy("The coordinator"), "name_lead_buyer"),
    "authorisations": (gettext_lazy("An authorisation is missing."), gettext_lazy("The chief executive"), ""),
    "participants": (gettext_lazy("Nobody has authorised yet."), gettext_lazy("The chief executives"), ""),
    "procedure": (gettext_lazy("The procedure is not chosen."), gettext_lazy("The purchaser"), "plan_procurement"),
    "standard_contract": (
        gettext_lazy("The type of contract is not chosen."),
        gettext_lazy("The purchaser"),
        "plan_procurement",
    ),
    "environment": (
        gettext_lazy("It is not said how the environment is weighed."),
        gettext_lazy("The purchaser"),
        "plan_procurement",
    ),
    "cpv": (gettext_lazy("The CPV code is missing."), gettext_lazy("The purchaser"), "plan_procurement"),
    "existing_agreement": (
        gettext_lazy("The existing agreement is not named."),
        gettext_lazy("The purchaser"),
        "plan_procurement",
    ),
    "evaluators": (
        gettext_lazy("Nobody is named in the evaluation group."),
        gettext_lazy("The purchaser"),
        "name_evaluators",
    ),
    "tenders": (gettext_lazy("No tender is registered."), gettext_lazy("The purchaser"), "register_tender"),
    "impartiality": (
        gettext_lazy("Not everybody in the evaluation group has declared to be impartial."),
        gettext_lazy("Each member of the group"),
        "declare_impartiality",
    ),
}


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: the sentence, who can give it, and the page for the reader who may."""

    words: str
    who: str
    url: str = ""
    link: str = ""


def names_in_text(names: Iterable[Any]) -> str:
    """Kongsberg, Rollag og Tinn."""
    return str(get_text_list([str(name) for name in names], pgettext("last in a list", "and")))


def whose_authorisation(case: ProcurementCase) -> str:
    """The parties whose authorisation is waited for, in a sentence."""
    rows = case.authorisations.filter(state__in=["requested", "with_council"]).order_by("party__sort_key")
    names = rows.values_list("party__name", flat=True)
    return _("These have not authorised yet: %(names)s.") % {"names": names_in_text(names)}


def who_is_to_declare(case: ProcurementCase) -> str:
    """The members of the group who have not declared, in a sentence."""
    names = [row.person.display_name for row in rules.undeclared(case)]
    return _("These have not declared to be impartial yet: %(names)s.") % {"names": names_in_text(names)}


SENTENCES = {"authorisations": whose_authorisation, "impartiality": who_is_to_declare}


def in_words(case: ProcurementCase, names: Sequence[str], actor: Actor) -> list[Missing]:
    """Each missing thing as a sentence. A link is given where the reader may do something about it."""
    found = []
    for name in names:
        words, who, deed_name = WORDS.get(
            name, (_("Something in the plan is missing: %(name)s.") % {"name": name}, "", "")
        )
        deed = REGISTRY.get(deed_name)
        mine = deed is not None and not deed.subject and deed.rule(case, actor)
        found.append(
            Missing(
                words=SENTENCES[name](case) if name in SENTENCES else str(words),
                who=str(who),
                url=deed.url(case) if deed and mine else "",
                link=str(deed.label) if deed and mine else "",
            )
        )
    return found


def as_error(case: ProcurementCase, names: Sequence[str], actor: Actor) -> ValidationError:
    """The same as an error of a form."""
    return ValidationError([row.words for row in in_words(case, names, actor)])
