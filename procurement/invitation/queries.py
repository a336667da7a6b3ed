"""Who answered what, and who has bound itself, as far as the actor may see. A fixed number of queries."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from procurement.cases import ProcurementCase
from procurement.invitation import rules
from procurement.invitation.models import Answer, Authorisation
from procurement.invitation.value import contract_value, counts, has_value, joint_value, not_bound
from workflow.actors import Actor


@dataclass
class Row:
    """What one party answers, for the table. `value` is None when it is not said, or not to be seen."""

    name: str
    state: str
    words: str = ""
    note: str = ""
    value: Decimal | None = None
    mine: bool = False
    volume: str = ""
    agreement_ends: date | None = None
    joins_on: date | None = None
    contact: str = ""
    private_reason: str = ""
    problem: str = ""
    deeds: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Matrix:
    """The table: its rows, how many have answered, and the sum when it may be seen."""

    answers: list[Row]
    answered: int
    asked: int
    total: Decimal | None
    sees_values: bool


def matrix(case: ProcurementCase, actor: Actor) -> Matrix:
    """Who answered what, in Norwegian order. Five queries, whatever the number of parties."""
    answers = list(case.answers.select_related("party").order_by("party__sort_key"))
    sees_all = rules.sees_all_values(case, actor)
    unbound = not_bound(case)
    years = case.plan.years
    rows = [row_of(case, answer, actor, sees_all=sees_all, unbound=unbound, years=years) for answer in answers]
    decided = [row for row in answers if row.state != "asked" and row.state != "silent" and row.choice != "need_more"]
    bound = [row for row in answers if row.party_id not in unbound]
    total = joint_value(bound, years).total if sees_all else None
    return Matrix(rows, len(decided), len(answers), total, sees_all)


def row_of(
    case: ProcurementCase, answer: Answer, actor: Actor, *, sees_all: bool, unbound: set[int], years: int
) -> Row:
    """One party's row, with what this actor may see of it and do with it."""
    answer.case = case
    own = actor.may("answer_invitation", answer.party_id)
    row = Row(name=answer.party.name, state=state_of(answer), words=words_of(answer), mine=own, note=answer.remark)
    if own or actor.may("close_invitation", case.region_id):
        row.private_reason = answer.private_reason
    if own or sees_all:
        row.volume, row.agreement_ends, row.joins_on = answer.volume, answer.agreement_ends, answer.joins_on
        row.contact = answer.contact
        if counts(answer) and answer.party_id not in unbound:
            row.value = contract_value(answer, years) if has_value(answer) else None
            row.problem = "" if has_value(answer) else _("The value is missing")
    if answer.party_id in unbound and answer.state != "released" and counts(answer):
        row.problem = _("Did not give its authorisation")
    row.deeds = deeds_of(answer, actor)
    return row


def state_of(answer: Answer) -> str:
    """The name of the shape that shows the answer."""
    return {"asked": "waiting", "silent": "waiting", "released": "not_in_use"}.get(answer.state, answer.choice)


def words_of(answer: Answer) -> str:
    """Other words than the usual ones of the shape."""
    if answer.state == "silent":
        return _("Did not answer")
    if answer.state == "released":
        return _("No longer with us")
    return ""


def deeds_of(answer: Answer, actor: Actor) -> list[dict[str, str]]:
    """What the actor may do with one party's answer."""
    case, found = answer.case, []
    if rules.can_answer_invitation(answer, actor):
        label = _("Change the answer") if answer.choice else _("Answer")
        found.append(("answer_invitation", label))
    elif rules.can_answer_on_behalf(answer, actor):
        found.append(("answer_invitation", _("Mend") if answer.choice else _("Answer for them")))
    if rules.can_reply_to_question(answer, actor):
        found.append(("reply_to_question", _("Reply")))
    if rules.can_release_answer(answer, actor):
        found.append(("release_party", _("Let go")))
    return [{"url": reverse(name, args=[case.pk, answer.pk]), "label": label} for name, label in found]


def authorisations(case: ProcurementCase) -> list[Authorisation]:
    """Who has bound itself and who has not, in Norwegian order. One query."""
    rows = case.authorisations.exclude(state="released").select_related("party", "signatory")
    return list(rows.order_by("party__sort_key"))


def waiting_parties(case: ProcurementCase) -> dict[str, list[str]]:
    """The names of the parties whose authorisation is asked for or with a council. One query."""
    found: dict[str, list[str]] = {"requested": [], "with_council": []}
    rows = case.authorisations.filter(state__in=found).order_by("party__sort_key")
    for state, name in rows.values_list("state", "party__name"):
        found[state].append(name)
    return found


def answer_names(case: ProcurementCase) -> dict[str, list[str]]:
    """The names of those asked, by what they answered: yes, option, no, need_more, silent. One query."""
    found: dict[str, list[str]] = {"yes": [], "option": [], "no": [], "need_more": [], "silent": []}
    rows = case.answers.exclude(state="released").order_by("party__sort_key")
    for state, choice, name in rows.values_list("state", "choice", "party__name"):
        found[choice if state == "answered" else "silent"].append(name)
    return found
