"""The deeds that a case allows at any open step, and which steps gather the parts of many."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from procurement.models import Award, Competition
from suksit.benefits.models import Measurement
from suksit.cases import rules
from workflow import clock, gathering, participants
from workflow.deeds import Deed, follow, register
from workflow.models import Case, Grade, HistoryEntry


def those_asked(case: Case, entry: HistoryEntry) -> list[tuple[str, Iterable[int]]]:
    """Those who report and answer for a party that was asked or takes part."""
    grades = participants.grades([case])
    return [("answer_invitation", [party for (_, party), grade in grades.items() if grade >= Grade.ASKED])]


def told_of_move(entry: HistoryEntry) -> str:
    """To which version, for the steps of the case may have got other names."""
    return gettext("moved the case to version %(version)s of the process") % {"version": entry.data["to"]}


follow(move_flow=told_of_move, erase_text=_("erased a text"))
register(
    Deed(
        "resume_case",
        _("Take the case up again"),
        rules.can_resume_case,
        told=_("took the case up again"),
        minutes=1,
        tells=those_asked,
        rank=10,
    ),
    Deed("comment_case", _("Write a comment"), rules.can_comment_case, told=_("wrote a comment"), minutes=2, rank=60),
    Deed(
        "attach_document",
        _("Attach a document"),
        rules.can_attach_document,
        told=_("attached a document"),
        minutes=2,
        rank=61,
    ),
    Deed(
        "set_archive_number",
        _("Note the archive number"),
        rules.can_set_archive_number,
        told=_("noted the number of its own archive"),
        minutes=1,
        rank=70,
    ),
    Deed(
        "hold_case",
        _("Put the case on hold"),
        rules.can_hold_case,
        told=_("put the case on hold"),
        minutes=2,
        tells=those_asked,
        rank=80,
    ),
    Deed(
        "reopen_case",
        _("Open the case again"),
        rules.can_reopen_case,
        told=_("opened the case again"),
        minutes=3,
        tells=those_asked,
        rank=20,
    ),
    Deed(
        "cancel_case",
        _("Cancel the case"),
        rules.can_cancel_case,
        told=_("cancelled the case"),
        minutes=3,
        tells=those_asked,
        rank=90,
    ),
)


def no_round_to_come() -> Exists:
    """No round of measuring is planned or open in the case of an assignment."""
    return ~Exists(Measurement.objects.filter(case_id=OuterRef("case_id"), state__in=["planned", "asked"]))


def tenders_are_in() -> Exists:
    """The tender deadline of the competition that runs has come."""
    running = Competition.objects.filter(case_id=OuterRef("case_id"), cancelled_on__isnull=True)
    return Exists(running.filter(tender_deadline__lte=clock.today()))


def standstill_is_over() -> Exists:
    """The standstill of the competition that runs is over, or none was fixed."""
    awards = Award.objects.filter(case_id=OuterRef("case_id"), competition__cancelled_on__isnull=True)
    return Exists(awards.exclude(standstill_ends__gte=clock.today()))


gathering.register("close_invitation", behind=["answer_invitation", "reply_to_question"])
gathering.register("close_commitment", behind=["give_authorisation"])
gathering.register("recommend_award", until=tenders_are_in)
gathering.register("open_contracts", until=standstill_is_over)
gathering.register("close_contracting", behind=["sign_contract"])
gathering.register("start_harvest", behind=["plan_rollout", "accept_operations", "confirm_go_live"])
gathering.register("close_case", behind=["enter_measurement", "plan_harvest"], until=no_round_to_come)
