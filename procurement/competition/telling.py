"""Whom the deeds of the competition and of what follows are told to by mail."""

from collections.abc import Iterable

from workflow.models import Case, HistoryEntry

Told = Iterable[tuple[str, Iterable[int]]]


def tell_participants(case: Case, entry: HistoryEntry) -> Told:
    """Those who have authorised, bound or with an option, and the one who routes the case."""
    joined = case.authorisations.filter(state="given").values_list("party_id", flat=True)
    return [("answer_invitation", list(joined)), ("close_invitation", [case.region_id])]


def tell_purchaser(case: Case, entry: HistoryEntry) -> Told:
    """The lead buyer's purchaser."""
    return [("name_evaluators", [case.plan.lead_buyer_id])]


def tell_purchaser_and_router(case: Case, entry: HistoryEntry) -> Told:
    """The lead buyer's purchaser, and the one who routes the case."""
    return [("name_evaluators", [case.plan.lead_buyer_id]), ("close_contracting", [case.region_id])]
