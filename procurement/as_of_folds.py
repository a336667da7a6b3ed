"""How each deed of a joint procurement changes what was known: from the entries alone."""

from datetime import date
from typing import Any

from procurement import as_of, as_of_answers
from procurement.as_of import AwardAsOf, BuyingAsOf, CompetitionAsOf, ContractAsOf, day, money
from procurement.as_of_answers import WAITING
from procurement.competition.impartiality import STEP
from procurement.invitation.commitment import LED
from procurement.invitation.value import contract_value
from procurement.planning.actions import PLAN_WORDS
from workflow.as_of import Part, Said, Seen
from workflow.models import Grade, HistoryEntry


def led(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """name_lead_buyer: what waits for the buying waits for that party."""
    known.plan.lead_buyer_id = entry.data["party"]
    seen.admit([entry.data["party"]], Grade.TAKES_PART)
    seen.move(LED, entry.data["party"])


def routed(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """choose_route, the first time or anew."""
    known.plan.route, known.plan.route_reason = entry.data["route"], said.get("reason", "")
    if seen.here != "choose_route":
        seen.reopen_at("choose_route", keep_parts=True)


def planned(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """plan_procurement: what was changed; the values still to be bound for follow the years."""
    for name in entry.data["fields"]:
        if name in PLAN_WORDS:
            setattr(known.plan, name, said.get(name, ""))
    for name, value in entry.data.get("values", {}).items():
        setattr(known.plan, name, day(value) if name == "competition_starts" else value)
    if "years" in entry.data["fields"]:
        for party, row in known.authorisations.items():
            if row.state in WAITING:
                row.value = contract_value(known.answers[party], known.plan.years)


def named(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """name_evaluators: those who stay keep what they declared."""
    people = dict(zip(entry.data["people"], entry.data.get("parties", []), strict=False))
    known.group = {person: known.group.get(person, (party, False)) for person, party in people.items()}
    if known.run and known.run.opened_on and not known.run.cancelled_on:
        ask_to_declare(seen, known)


def ask_to_declare(seen: Seen, known: BuyingAsOf) -> None:
    """Everybody in the group who has not declared is asked; those who left it are not."""
    asked = {about for step, _party, about in seen.waiting if step == STEP}
    waiting = {person: party for person, (party, declared) in known.group.items() if not declared}
    for left in asked - waiting.keys():
        seen.close(STEP, about=left)
    for person in waiting.keys() - asked:
        seen.open(STEP, waiting[person], about=person, person=person)


def declared(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """declare_impartiality, or step out of the group."""
    person = entry.actor_id
    seen.close(STEP, about=person)
    if entry.data["impartial"]:
        known.group[person] = (known.group[person][0], True)
    else:
        del known.group[person]


def fixed(known: BuyingAsOf, data: dict[str, Any]) -> None:
    """The participants are fixed, and what it is worth."""
    known.frozen_on = known.plan.competition_starts = day(data.get("fixed_on"))
    known.plan.total_value = money(data["value"])


def opened(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """publish_notice and invite_tenders."""
    data = entry.data
    fixed(known, data)
    known.competitions[data["run"]] = CompetitionAsOf(
        notice_id=data["notice_id"], started_on=known.frozen_on, tender_deadline=day(data["tender_deadline"])
    )


def tendered(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """register_tender: one more, and everybody in the group declares anew."""
    known.run.tenders += 1
    known.run.opened_on = day(entry.data.get("opened_on"))
    known.group = {person: (party, False) for person, (party, _declared) in known.group.items()}
    ask_to_declare(seen, known)


def cancelled(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """cancel_competition: back in planning, and the participants are open again."""
    lost(seen, known, day(entry.data.get("cancelled_on")), entry.data["code"])


def lost(seen: Seen, known: BuyingAsOf, on: date | None, code: str) -> None:
    """The competition that ran is over, and the case is at the choice of a route."""
    if known.run and known.run.cancelled_on is None:
        known.run.cancelled_on, known.run.cancel_code = on, code
    known.frozen_on = None
    seen.reopen_at("choose_route")


def recommended(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """recommend_award."""
    known.run.award = AwardAsOf()


def decided(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """decide_award."""
    award = known.run.award
    award.supplier, award.reason = said.get("supplier", ""), said.get("reason", "")
    award.decided_on = day(entry.data.get("decided_on"))


def sent(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """send_letters."""
    award = known.run.award
    award.letters_sent_on, award.standstill_rule = day(entry.data.get("sent_on")), entry.data["rule"]
    award.standstill_ends = day(entry.data["standstill_ends"])


def complained(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """register_complaint."""
    known.run.award.complaint_on = day(entry.data.get("complained_on"))
    known.run.award.complaint_settled_on = None


def settled(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """settle_complaint: the award stands, or the choice is made anew."""
    award, on = known.run.award, day(entry.data.get("settled_on"))
    if entry.data["upheld"]:
        known.run.award = AwardAsOf(complaint_on=award.complaint_on, complaint_settled_on=on)
        seen.reopen_at("decide_award")
    else:
        award.complaint_settled_on = on


def contracts_opened(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """open_contracts: one for each party that is bound; option holders wait to be let in."""
    for party, row in known.authorisations.items():
        if row.state == "given":
            answer = known.answers[party]
            known.contracts[party] = ContractAsOf(
                as_option=row.as_option,
                supplier=said.get("supplier", ""),
                estimated_annual_value=answer.annual_value,
                starts_on=answer.joins_on,
            )
            if not row.as_option:
                seen.open("sign_contract", party)


def straight_to_contracts(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """call_off and agree_renegotiation."""
    fixed(known, entry.data)
    contracts_opened(seen, known, entry, said)


def not_bought(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """proceed_without_procurement."""
    fixed(known, entry.data)


def let_in(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """admit_option_holder."""
    seen.open("sign_contract", entry.data["party"])


def signed(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """sign_contract."""
    row, data = known.contracts[entry.party_id], entry.data
    row.state, row.annual_value = entry.to_state, money(data["annual_value"])
    for name in ("starts_on", "ends_on", "signed_on"):
        setattr(row, name, day(data.get(name)))
    row.option_months, row.notice_months = data.get("option_months", 0), data.get("notice_months")
    seen.close("sign_contract", party=entry.party_id)


def withdrawn(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """withdraw_contract."""
    known.contracts[entry.party_id].state = entry.to_state
    seen.close("sign_contract", party=entry.party_id)


PART = Part(
    name="buying",
    begin=BuyingAsOf,
    live=as_of.live,
    as_case=lambda known: {"plan": known.plan},
    folds=as_of_answers.FOLDS
    | {
        "name_lead_buyer": led,
        "choose_route": routed,
        "plan_procurement": planned,
        "name_evaluators": named,
        "declare_impartiality": declared,
        "publish_notice": opened,
        "invite_tenders": opened,
        "register_tender": tendered,
        "cancel_competition": cancelled,
        "recommend_award": recommended,
        "decide_award": decided,
        "send_letters": sent,
        "register_complaint": complained,
        "settle_complaint": settled,
        "open_contracts": contracts_opened,
        "call_off": straight_to_contracts,
        "agree_renegotiation": straight_to_contracts,
        "proceed_without_procurement": not_bought,
        "admit_option_holder": let_in,
        "sign_contract": signed,
        "withdraw_contract": withdrawn,
    },
)
