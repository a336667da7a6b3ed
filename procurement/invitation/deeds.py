"""The deeds of the question and of the commitment, as the pages and the inbox know them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.invitation import rules
from workflow.deeds import Deed, follow, register
from workflow.models import Case, HistoryEntry

ANSWERED = {
    "yes": gettext_lazy("answered yes"),
    "option": gettext_lazy("answered option"),
    "need_more": gettext_lazy("asked for more information"),
    "no": gettext_lazy("answered no"),
}
CHANGED = {
    "yes": gettext_lazy("changed the answer to yes"),
    "option": gettext_lazy("changed the answer to option"),
    "need_more": gettext_lazy("asked for more information"),
    "no": gettext_lazy("changed the answer to no"),
}
MENDED = {
    "yes": gettext_lazy("wrote the answer of a municipality: yes"),
    "option": gettext_lazy("wrote the answer of a municipality: option"),
    "need_more": gettext_lazy("wrote that a municipality needs more information"),
    "no": gettext_lazy("wrote the answer of a municipality: no"),
}

Told = Iterable[tuple[str, Iterable[int]]]


def told_answer(entry: HistoryEntry) -> str:
    """What the timeline says of an answer."""
    data = entry.data
    if entry.party_id != data.get("party", entry.party_id):
        words = MENDED
    else:
        words = CHANGED if data.get("before") and data["before"] != data["choice"] else ANSWERED
    return str(words[data["choice"]])


def told_authorisation(entry: HistoryEntry) -> str:
    """What the timeline says of an authorisation."""
    number = entry.data.get("political_case_number")
    return (
        _("gave its authorisation after case %(number)s") % {"number": number}
        if number
        else _("gave its authorisation")
    )


def asked(case: Any) -> list[int]:
    """The parties that are asked and not let go of."""
    return list(case.answers.exclude(state="released").values_list("party_id", flat=True))


def tells_of_answer(case: Any, entry: HistoryEntry) -> Told:
    """A party is told what was answered in its name by somebody else; else nobody: the answers stand on the page."""
    party = entry.data.get("party")
    return [("answer_invitation", [party])] if party != entry.party_id else []


def tells_the_party(case: Any, entry: HistoryEntry) -> Told:
    """The party that it is about."""
    return [("answer_invitation", [entry.data["party"]])] if "party" in entry.data else []


def tells_the_asked(case: Any, entry: HistoryEntry) -> Told:
    """All who are asked."""
    return [("answer_invitation", asked(case))]


def tells_own_and_coordinator(case: Case, entry: HistoryEntry) -> Told:
    """The party's own member, and the coordinator."""
    return [("answer_invitation", [entry.party_id]), ("close_invitation", [case.region_id])]


def tells_participants(case: Any, entry: HistoryEntry) -> Told:
    """Those who are bound, and those who are still to bind themselves."""
    parties = list(case.authorisations.exclude(state__in=["declined", "released"]).values_list("party_id", flat=True))
    return [("answer_invitation", parties)]


follow(
    close_unanswered=gettext_lazy("noted one that did not answer. Silence is neither yes nor no"),
    escalate_silence=gettext_lazy("did not answer in time. The chief executive has been told"),
    renew_authorisation=gettext_lazy("is asked for its authorisation anew"),
)
register(
    Deed(
        "ask_partners",
        gettext_lazy("Ask the municipalities"),
        rules.can_ask_partners,
        title=gettext_lazy("Ask whether the others join"),
        why=gettext_lazy("The case is accepted. Now the municipalities are asked whether they join."),
        told=gettext_lazy("asked the municipalities"),
        minutes=5,
        rank=10,
    ),
    Deed(
        "answer_invitation",
        gettext_lazy("Answer"),
        rules.can_answer_invitation,
        title=gettext_lazy("Answer whether %(party)s joins"),
        why=gettext_lazy("Without an answer the question goes to the chief executive. Silence is neither yes nor no."),
        told=told_answer,
        minutes=3,
        subject=True,
        by_link=True,
        link_permissions=("answer_invitation",),
        tells=tells_of_answer,
    ),
    Deed(
        "reply_to_question",
        gettext_lazy("Reply"),
        rules.can_reply_to_question,
        title=gettext_lazy("Reply to the one who needs more"),
        why=gettext_lazy("A municipality cannot answer before it knows more."),
        told=gettext_lazy("replied to a question"),
        minutes=5,
        subject=True,
        tells=tells_the_asked,
    ),
    Deed(
        "extend_deadline",
        gettext_lazy("Give more time"),
        rules.can_extend_deadline,
        told=gettext_lazy("gave more time to answer"),
        minutes=1,
        rank=40,
        tells=tells_the_asked,
    ),
    Deed(
        "close_invitation",
        gettext_lazy("Close the question"),
        rules.can_close_invitation,
        title=gettext_lazy("Close the question to the municipalities"),
        why=gettext_lazy("The answers are the ground for who is asked for an authorisation."),
        told=gettext_lazy("closed the question"),
        minutes=3,
        rank=20,
        tells=tells_the_asked,
    ),
    Deed(
        "release_party",
        gettext_lazy("Let go"),
        rules.can_release_answer,
        told=gettext_lazy("let a municipality go"),
        minutes=2,
        subject=True,
        tells=tells_the_party,
    ),
    Deed(
        "give_authorisation",
        gettext_lazy("Give the authorisation"),
        rules.can_give_authorisation,
        title=gettext_lazy("Decide whether %(party)s binds itself"),
        why=gettext_lazy("Without an authorisation %(party)s cannot be named when it is announced."),
        told=told_authorisation,
        minutes=5,
        subject=True,
    ),
    Deed(
        "decline_authorisation",
        gettext_lazy("Say no"),
        rules.can_decline_authorisation,
        title=gettext_lazy("Say no to taking part"),
        told=gettext_lazy("did not give its authorisation"),
        minutes=2,
        subject=True,
        tells=tells_own_and_coordinator,
    ),
    Deed(
        "send_to_council",
        gettext_lazy("Send to political decision"),
        rules.can_send_to_council,
        told=gettext_lazy("sent it to political decision"),
        minutes=2,
        subject=True,
        tells=tells_own_and_coordinator,
    ),
    Deed(
        "name_lead_buyer",
        gettext_lazy("Name who leads the buying"),
        rules.can_name_lead_buyer,
        told=gettext_lazy("named who leads the buying"),
        minutes=1,
        rank=15,
        tells=lambda case, entry: [("choose_route", [entry.data["party"]])],
    ),
    Deed(
        "close_commitment",
        gettext_lazy("Go on to planning"),
        rules.can_close_commitment,
        title=gettext_lazy("Go on to planning (BP2)"),
        why=gettext_lazy("Those who have given their authorisation are ready to plan."),
        told=gettext_lazy("took the case on to planning (BP2)"),
        minutes=3,
        rank=20,
        tells=tells_participants,
        offered=rules.somebody_leads,
    ),
)
