"""How asking, answering and binding change what was known: from the entries alone."""

from procurement.as_of import AnswerAsOf, AuthorisationAsOf, BuyingAsOf, PlanAsOf, day, money
from procurement.invitation.value import contract_value, counts
from workflow.as_of import Fold, Said, Seen
from workflow.models import Grade, HistoryEntry

AUTHORISED = ("requested", "with_council", "given", "declined")
WAITING = ("requested", "with_council")


def asked(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """ask_partners: everybody is asked, and the plan begins."""
    data = entry.data
    known.questions = said.get("questions", "")
    known.asked_on, known.deadline = day(data.get("asked_on")), day(data["deadline"])
    known.plan = PlanAsOf()
    known.answers = {party: AnswerAsOf(party) for party in data["parties"]}
    seen.admit(data["parties"], Grade.ASKED)
    for party in data["parties"]:
        seen.open("answer_invitation", party)


def answered(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """answer_invitation: what was answered, whose turn follows, and whether the party is still to bind itself."""
    data, party = entry.data, entry.data["party"]
    row = known.answers[party]
    row.state, row.choice = entry.to_state, data["choice"]
    row.annual_value, row.one_off_value = money(data.get("annual_value")), money(data.get("one_off_value"))
    for name in ("agreement_ends", "joins_on", "answered_on"):
        setattr(row, name, day(data.get(name)))
    row.remark, row.private_reason = said.get("remark", ""), said.get("private_reason", "")
    seen.close("answer_invitation", party=party)
    seen.close("reply_to_question", about=party)
    if row.choice == "need_more":
        seen.open("reply_to_question", seen.region_id, about=party, subject=data.get("answer"))
    if seen.state != "invitation" and counts(row):
        seen.admit([party], Grade.TAKES_PART)
        bound = known.authorisations.get(party)
        if bound is None:
            ask_to_bind(seen, known, party)
        elif bound.state in WAITING:
            follow(known, party)


def ask_to_bind(seen: Seen, known: BuyingAsOf, party: int) -> None:
    """The party's chief executive is asked for the authorisation."""
    known.authorisations[party] = AuthorisationAsOf()
    follow(known, party)
    seen.open("give_authorisation", party)


def follow(known: BuyingAsOf, party: int) -> None:
    """The authorisation is for what the party answered, over the contract years."""
    row, answer = known.authorisations[party], known.answers[party]
    row.as_option, row.value = answer.choice == "option", contract_value(answer, known.plan.years)


def replied(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """reply_to_question: the party has the turn again."""
    party = entry.data["party"]
    seen.close("reply_to_question", about=party)
    seen.open("answer_invitation", party)


def extended(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """extend_deadline."""
    known.deadline = day(entry.data["to"])


def silent(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """close_unanswered: neither yes nor no."""
    known.answers[entry.data["party"]].state = entry.to_state


def closed(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """close_invitation: those who join are asked to bind themselves."""
    known.closed_on = day(entry.data.get("closed_on"))
    seen.close("answer_invitation")
    seen.close("reply_to_question")
    seen.admit(entry.data["joining"], Grade.TAKES_PART)
    for party in entry.data["joining"]:
        ask_to_bind(seen, known, party)


def renewed(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """renew_authorisation: what was given no longer covers it."""
    party = entry.data["party"]
    follow(known, party)
    known.authorisations[party].state = entry.to_state
    seen.open("give_authorisation", party)


def given(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """give_authorisation."""
    row = known.authorisations[entry.party_id]
    row.state, row.decided_on = entry.to_state, day(entry.data.get("decided_on"))
    row.political_case_number = entry.data["political_case_number"]
    seen.close("give_authorisation", party=entry.party_id)


def declined(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """decline_authorisation."""
    row = known.authorisations[entry.party_id]
    row.state, row.decided_on = entry.to_state, day(entry.data.get("decided_on"))
    row.reason = said.get("reason", "")
    seen.set_grade(entry.party_id, Grade.ASKED)
    seen.close("give_authorisation", party=entry.party_id)


def with_council(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """send_to_council: it still waits, for a meeting."""
    row = known.authorisations[entry.party_id]
    row.state, row.meeting_on = entry.to_state, day(entry.data["meeting_on"])
    row.political_body = said.get("body", "")


def released(seen: Seen, known: BuyingAsOf, entry: HistoryEntry, said: Said) -> None:
    """release_party: one entry for the authorisation, one for the answer."""
    party = entry.data["party"]
    rows = known.authorisations if entry.from_state in AUTHORISED else known.answers
    rows[party].state = entry.to_state
    seen.set_grade(party, Grade.ASKED)
    seen.close("give_authorisation", party=party)


FOLDS: dict[str, Fold] = {
    "ask_partners": asked,
    "answer_invitation": answered,
    "reply_to_question": replied,
    "extend_deadline": extended,
    "close_unanswered": silent,
    "close_invitation": closed,
    "renew_authorisation": renewed,
    "give_authorisation": given,
    "decline_authorisation": declined,
    "send_to_council": with_council,
    "release_party": released,
}
