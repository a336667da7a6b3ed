"""The value as planning and what follows know it: summed over the participants, and what it means by the law."""

from datetime import date
from typing import Any

from procurement.invitation.value import Value, contract_value, joint_value, value_of
from procurement.law.thresholds import Verdict, thresholds_on, verdict_of
from workflow import clock

__all__ = ["Value", "contract_value", "joint_value", "law_day", "value_of", "verdict_on"]


def law_day(plan: Any) -> date:
    """The day whose law counts: that of the competition's planned start, else today."""
    return plan.competition_starts or clock.today()


def verdict_on(value: Value, day: date) -> Verdict:
    """What a joint value means by the law of a day. One query."""
    return verdict_of(value.total, thresholds_on(day))
