"""When a party is silent past the last day, its chief executive is told. Silence is neither yes nor no."""

from procurement.cases import ProcurementCase
from procurement.invitation.models import Answer
from workflow import assignments, clock, escalating, extending, outbox
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.transitions import locked, write_down

escalating.leave_out("answer_invitation")
extending.keep_out(
    "answer_invitation", "close_invitation", "reply_to_question"
)  # the question has one last day for all


def escalate_silence() -> int:
    """Tell the chief executive of each party that has not answered in time, once for each last day.

    Returns how many parties. A case on hold is left in peace, and a question that is closed or answered is over. An
    authorisation that waits for a council is another step and is never touched here.
    """
    with acting_as(SYSTEM):
        due = list(
            assignments.overdue("answer_invitation", clock.today())
            .filter(case__state="invitation")
            .values_list("case_id", "pk")
        )
        return sum(escalate_one(case_id, key) for case_id, key in due)


def escalate_one(case_id: object, assignment_id: int) -> int:
    """The machine's deed for one party, with the case locked. Returns 0 when somebody was first."""
    with locked(ProcurementCase(pk=case_id)) as case:
        row = assignments.overdue("answer_invitation", clock.today()).filter(pk=assignment_id).first()
        if row is None or case.state != "invitation":
            return 0
        answer = Answer.objects.get(case=case, party_id=row.party_id)
        told = outbox.escalate(row, "give_authorisation")
        answer.escalated_on = clock.today()
        answer.save(update_fields=["escalated_on"])
        assignments.mark_escalated(row)
        write_down(
            case,
            "escalate_silence",
            by=SYSTEM,
            permission="",
            party=row.party_id,
            data={"party": row.party_id, "deadline": row.due.isoformat(), "told": len(told)},
        )
        return 1
