"""What waits for one's decision: deeds that bind the municipality, each with exactly two facts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procurement.invitation.value import COUNTED
from procurement.models import Answer, Authorisation, Award, Contract
from suksit.dashboards.scope import Scope, task_url
from suksit.regions.standing import Standing
from suksit.templatetags.form_of import day_month, how_far, in_words, nok
from workflow import clock
from workflow.inbox.queries import mine
from workflow.models import Assignment

BINDING = ("give_authorisation", "sign_contract")


@dataclass
class Behind:
    """What lies behind the open decisions, read at once: by the key of the child record or of the case."""

    authorisations: dict[int, Authorisation] = field(default_factory=dict)
    contracts: dict[int, Contract] = field(default_factory=dict)
    standstills: dict[Any, Any] = field(default_factory=dict)
    answers: dict[tuple[Any, int], Answer] = field(default_factory=dict)
    joining: Counter = field(default_factory=Counter)


def open_decisions(scope: Scope) -> list[Assignment]:
    """The binding deeds that the actor may do now, the oldest last day first. One query."""
    rows = Assignment.objects.filter(
        mine(scope.actor),
        state=Assignment.State.OPEN,
        step__in=BINDING,
        case__on_hold_since__isnull=True,
        case__region_id=scope.region_id,
    )
    return list(rows.select_related("case", "party").order_by(F("due").asc(nulls_last=True), "opened_at", "pk"))


def behind(rows: list[Assignment]) -> Behind:
    """What the decisions rest on. Four queries, or none when nothing waits."""
    if not rows:
        return Behind()
    cases = {row.case_id for row in rows}
    subjects = {step: [row.subject for row in rows if row.step == step] for step in BINDING}
    found = Behind(
        authorisations=Authorisation.objects.select_related("case__plan").in_bulk(subjects["give_authorisation"]),
        contracts=Contract.objects.in_bulk(subjects["sign_contract"]),
        standstills={
            award.case_id: award.standstill_ends for award in Award.objects.filter(case__in=cases).order_by("pk")
        },
    )
    for answer in Answer.objects.filter(case__in=cases, choice__in=COUNTED, state="answered").select_related(
        "answered_by"
    ):
        found.answers[answer.case_id, answer.party_id] = answer
        found.joining[answer.case_id] += 1
    return found


def is_with_council(row: Assignment, found: Behind) -> bool:
    """Whether a political body is to decide first: then nothing is asked of the chief executive today."""
    authorisation = found.authorisations.get(row.subject or 0)
    meeting = authorisation.meeting_on if authorisation and authorisation.state == "with_council" else None
    return bool(meeting and meeting >= clock.today())


def cards(scope: Scope, rows: list[Assignment], found: Behind, standing: Sequence[Standing]) -> list[dict[str, Any]]:
    """The decisions in the words of the page; what a council is to decide first stands last."""
    limits = {row.party_id: row.delegation_limit for row in standing if row.delegation_limit is not None}
    ordered = sorted(rows, key=lambda row: is_with_council(row, found))
    return [card(scope, row, found, limits) for row in ordered]


def card(scope: Scope, row: Assignment, found: Behind, limits: dict[int, Any]) -> dict[str, Any]:
    """One decision: what, who recommends, two facts, one button."""
    authorises = row.step == "give_authorisation"
    words = {"case": row.case.title}
    if authorises:
        title, button = _("Authorisation: %(case)s") % words, _("Read and decide")
        about, facts = about_authorisation(row, found), authorisation_facts(row, found, limits.get(row.party_id))
    else:
        title, button = _("Contract: %(case)s") % words, _("Read and sign")
        about, facts = about_contract(row, found), contract_facts(row, found)
    if is_with_council(row, found):
        button = _("Read the case")
    return {"title": title, "url": task_url(row, scope.actor), "about": about, "button": button, "facts": facts}


def about_authorisation(row: Assignment, found: Behind) -> str:
    """How many join, and who of one's own recommends it."""
    count = found.joining[row.case_id]
    sentences = []
    if count:
        sentences.append(
            ngettext("%(count)s municipality joins.", "%(count)s municipalities join.", count)
            % {"count": in_words(count).capitalize()}
        )
    answer = found.answers.get((row.case_id, row.party_id))
    if answer and answer.answered_by:
        recommends = (
            _("%(name)s recommends yes.")
            if answer.choice == Answer.Choice.YES
            else _("%(name)s recommends yes, as an option.")
        )
        sentences.append(recommends % {"name": answer.answered_by.display_name})
    return " ".join(sentences)


def authorisation_facts(row: Assignment, found: Behind, limit: Any) -> list[dict[str, Any]]:
    """The share over the contract years, against one's own limit; and the last day, with what follows without a yes."""
    authorisation = found.authorisations[row.subject or 0]
    share = {"label": _("The share of %(party)s") % {"party": row.party.name}, "value": _("Not known"), "big": True}
    if authorisation.value:
        years = authorisation.case.plan.years
        share["value"] = nok(authorisation.value)
        share["note"] = ngettext("over %(years)s year", "over %(years)s years", years) % {"years": in_words(years)}
        if limit is not None:
            within = (
                _("within your authority")
                if authorisation.value <= limit
                else _("above your authority of %(limit)s") % {"limit": nok(limit)}
            )
            share["note"] += f", {within}"
    if is_with_council(row, found):
        note = _("%(body)s decides") % {"body": authorisation.political_body}
        return [share, {"label": _("Meeting"), "value": day_month(authorisation.meeting_on), "big": True, "note": note}]
    return [
        share,
        deadline(row, _("without it the competition goes out without %(party)s") % {"party": row.party.name}),
    ]


def about_contract(row: Assignment, found: Behind) -> str:
    """That each signs its own."""
    contract = found.contracts[row.subject or 0]
    own = _("%(party)s signs its own agreement with %(supplier)s.") % {
        "party": row.party.name,
        "supplier": contract.supplier,
    }
    return f"{_('The joint competition is over.')} {own}" if row.case_id in found.standstills else own


def contract_facts(row: Assignment, found: Behind) -> list[dict[str, Any]]:
    """The yearly cost against the estimate; and the last day, with when signing became possible."""
    contract = found.contracts[row.subject or 0]
    cost = {"label": _("Yearly cost"), "value": _("Not known"), "big": True}
    if contract.annual_value is not None:
        cost["value"] = nok(contract.annual_value)
        cost["note"] = against_estimate(contract)
    elif contract.estimated_annual_value is not None:
        cost["value"] = nok(contract.estimated_annual_value)
        cost["note"] = _("estimate, as %(party)s answered") % {"party": row.party.name}
    ends = found.standstills.get(row.case_id)
    if ends is None:
        note = _("the agreement holds when you have signed")
    elif ends < clock.today():
        note = _("the standstill ended on %(day)s") % {"day": day_month(ends)}
    else:
        note = _("the standstill ends on %(day)s") % {"day": day_month(ends)}
    return [cost, deadline(row, note)]


def against_estimate(contract: Contract) -> str:
    """How a price stands against what was answered."""
    if contract.estimated_annual_value is None or contract.annual_value is None:
        return ""
    less = contract.estimated_annual_value - contract.annual_value
    if not less:
        return _("as estimated")
    words = _("%(amount)s below the estimate") if less > 0 else _("%(amount)s above the estimate")
    return words % {"amount": nok(abs(less))}


def deadline(row: Assignment, note: str) -> dict[str, Any]:
    """The last day, and what follows; a day that is over says so."""
    if row.due is None:
        return {"label": _("Deadline"), "value": _("None set"), "big": True, "note": note}
    if row.due < clock.today():
        note = _("the deadline ended %(ago)s; call the coordinator") % {"ago": how_far(row.due)}
    return {"label": _("Deadline"), "value": day_month(row.due), "big": True, "note": note}
