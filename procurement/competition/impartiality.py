"""Impartiality (habilitet): each member of the evaluation group declares, with the tenderers' names before the eyes."""

from procurement.cases import ProcurementCase
from procurement.competition import rules
from procurement.planning.models import Responsible
from workflow import assignments, clock
from workflow.actors import SYSTEM, Actor
from workflow.assignments import Opening
from workflow.deadlines import working_deadline
from workflow.history import Text
from workflow.models import Assignment, Visibility
from workflow.transitions import locked, require, write_down

STEP = "declare_impartiality"


def ask_impartiality(case: ProcurementCase) -> None:
    """Ask every member of the group who has not declared, and is not asked already; let go of those who left it."""
    asked = set(
        Assignment.objects.filter(case_id=case.pk, step=STEP, state=Assignment.State.OPEN).values_list(
            "subject", flat=True
        )
    )
    waiting = rules.undeclared(case)
    for left in asked - {row.pk for row in waiting}:
        assignments.withdraw_step(case, STEP, by=SYSTEM, subject=left)
    due = working_deadline(clock.today(), 3)
    assignments.open_many(
        case,
        STEP,
        [
            Opening(party=row.party_id, subject=row.pk, person=row.person_id, due=due)
            for row in waiting
            if row.pk not in asked
        ],
        permission="comment_case",
    )


def ask_again(case: ProcurementCase) -> None:
    """A further tenderer is known: what was declared did not hold this one, so everybody is asked again."""
    case.responsibles.filter(task=Responsible.Task.EVALUATOR).update(impartial_on=None)
    ask_impartiality(case)


def declare_impartiality(
    case: ProcurementCase, *, by: Actor, impartial: bool = True, note: str = ""
) -> ProcurementCase:
    """Declare oneself impartial towards the tenderers, or step out of the group when one is not.

    The permission that it is written under is to comment for one's own party: being named is what gives the right.
    """
    with locked(case) as case:
        require(rules.can_declare_impartiality(case, by))
        row = case.responsibles.get(task=Responsible.Task.EVALUATOR, person_id=by.user_id)
        write_down(
            case,
            STEP,
            by=by,
            permission="comment_case",
            party=rules.voice_in_group(row, by),
            data={"impartial": impartial},
            texts={"note": Text(note, Visibility.GROUP)},
        )
        assignments.close_step(case, STEP, by=by, subject=row.pk)
        if impartial:
            row.impartial_on = clock.today()
            row.save(update_fields=["impartial_on"])
        else:
            row.delete()
        return case
