"""The case as the product moves it: from a draft report to harvested benefits."""

from django_fsm import GET_STATE, transition

from procurement.cases import ProcurementCase

OPEN_STATES = (
    "reported",
    "assessment",
    "accepted",
    "invitation",
    "commitment",
    "planning",
    "competition",
    "award",
    "contract",
    "procured",
    "rollout",
    "benefits",
)
ENDED_STATES = ("closed", "rejected", "handled_locally", "merged", "withdrawn", "cancelled")
REOPENABLE = ("closed", "rejected", "handled_locally", "withdrawn", "cancelled")
STATES = ("draft", *OPEN_STATES, *ENDED_STATES)


class ChangeCase(ProcurementCase):
    """A change from report to realised benefit. Nothing but `change_state` calls its transitions."""

    class Meta:
        proxy = True

    @transition(field="state", source="draft", target="reported")
    def report_change(self) -> None:
        """The report is sent."""

    @transition(field="state", source="reported", target="assessment")
    def assess_report(self) -> None:
        """The coordinator has begun to assess it."""

    @transition(field="state", source=["reported", "assessment"], target="accepted")
    def accept_report(self) -> None:
        """BP1: the project is to be started."""

    @transition(field="state", source=["reported", "assessment"], target="rejected")
    def reject_report(self) -> None:
        """It is not to be started, with a reason."""

    @transition(field="state", source=["reported", "assessment"], target="handled_locally")
    def handle_locally(self) -> None:
        """The municipality goes on alone."""

    @transition(field="state", source=["reported", "assessment"], target="merged")
    def merge_report(self) -> None:
        """It is the same need as another report; both remain reporters."""

    @transition(field="state", source=["draft", "reported", "assessment"], target="withdrawn")
    def withdraw_report(self) -> None:
        """The reporter takes it back."""

    @transition(field="state", source="procured", target="rollout")
    def start_rollout(self) -> None:
        """Every participant takes the solution into use, each in its own time."""

    @transition(field="state", source="rollout", target="benefits")
    def start_harvest(self) -> None:
        """All who are to use the solution use it; the benefits are followed."""

    @transition(field="state", source="benefits", target="closed")
    def close_case(self) -> None:
        """BP6: the last round is measured and the lessons are written."""

    @transition(field="state", source=list(OPEN_STATES), target="cancelled")
    def cancel_case(self) -> None:
        """The case ends before its goal, with a reason."""

    @transition(
        field="state",
        source=list(REOPENABLE),
        target=GET_STATE(lambda case: case.goes_on_in, states=list(OPEN_STATES)),
    )
    def reopen_case(self) -> None:
        """The case goes on where it ended, or from planning when its competition fell with it."""
