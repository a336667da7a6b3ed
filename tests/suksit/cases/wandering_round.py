"""Random deeds around the steps themselves: who has a task, more time, undoing, going on after the end."""

from datetime import timedelta

from suksit.cases import reopening
from suksit.cases.models import ENDED_STATES, ChangeCase
from suksit.regions.leaving import return_tasks
from tests.suksit.cases.wandering_on import Wanderer
from workflow import claiming, escalating, extending, undoing
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Assignment
from workflow.operations import reopen_step

PEOPLE = ("kari", "ola", "dag", "ingrid", "eva", "tor", "hans", "siri", "jon", "arne")


class RoundWanderer(Wanderer):
    """Knows every deed, and every deed on a task. Ends more cases, for they may go on."""

    def task_of(self, case: ChangeCase, **only: object) -> Assignment:
        """A random open task."""
        return self.one(Assignment, case, state="open", **only)

    def _claim_task(self, case: ChangeCase) -> None:
        row = self.task_of(case)
        self.do(self.dice.choice(PEOPLE), claiming.claim_task, row, seen=row.person_id or claiming.NOBODY)

    def _claim_again(self, case: ChangeCase) -> None:
        self._claim_task(case)

    def _give_back_task(self, case: ChangeCase) -> None:
        row = self.task_of(case, person__isnull=False)
        with acting_as(SYSTEM):
            name = row.person.username
        self.do(name, claiming.give_back_task, row)

    def _pass_task_on(self, case: ChangeCase) -> None:
        row = self.task_of(case)
        with acting_as(SYSTEM):
            names = [one.user_id for one in claiming.colleagues(case, row)]
        self.do(self.dice.choice(PEOPLE), claiming.pass_task_on, row, self.dice.choice(names))

    def _return_task(self, case: ChangeCase) -> None:
        row = self.task_of(case, person__isnull=False)
        with acting_as(SYSTEM):
            claiming.return_task(row, from_person=row.person_id)

    def _return_tasks(self, case: ChangeCase) -> None:
        with acting_as(SYSTEM):
            return_tasks()

    def _give_more_time(self, case: ChangeCase) -> None:
        row = self.task_of(case, due__isnull=False)
        until = max(row.due, self.day) + timedelta(days=self.dice.randrange(1, 60))
        self.do("kari", extending.give_more_time, case, row.pk, until, reason="Ferie.")

    def _escalate_overdue(self, case: ChangeCase) -> None:
        escalating.escalate_overdue()

    def _undo_step(self, case: ChangeCase) -> None:
        def newest() -> object:
            return case.history.order_by("-sequence").first()

        with acting_as(SYSTEM):
            entry = newest()
            name = entry.actor.username if entry.actor else ""
        self.do(name, undoing.undo_step, entry)

    def _undo_again(self, case: ChangeCase) -> None:
        self._undo_step(case)

    def _undo_at_once(self, case: ChangeCase) -> None:
        self._undo_step(case)

    def _reopen_case(self, case: ChangeCase) -> None:
        self.do("kari", reopening.reopen_case, case, reason="Likevel.")

    def _end_case(self, case: ChangeCase) -> None:
        if self.dice.random() < 0.15:
            self._cancel_case(case)

    def _reopen_step(self, case: ChangeCase) -> None:
        if self.dice.random() < 0.3:
            with acting_as(SYSTEM):
                ended = ChangeCase.objects.filter(pk=case.pk, state__in=ENDED_STATES).exists()
            if not ended:
                self.do("kari", reopen_step, case)
