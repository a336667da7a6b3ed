"""The deeds of harvesting: what is to be gained, by whom, and what was measured."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from suksit.benefits import rules
from suksit.benefits.models import Benefit, Harvest, Measurement
from suksit.benefits.queries import owner_of
from suksit.cases.models import ChangeCase
from suksit.changes.models import DecisionRecord
from workflow import assignments, claiming, clock
from workflow.actors import SYSTEM, Actor
from workflow.deadlines import working_deadline
from workflow.history import Text
from workflow.models import Assignment, Case
from workflow.transitions import change_state, locked, require, step_done, write_down

ANSWER_DAYS = 10


class TooLate(ValueError):
    """The number stands: the correction date is over."""


def plan_benefit(
    case: ChangeCase,
    parties: Iterable[int],
    *,
    by: Actor,
    title: str,
    kind: str,
    question: str,
    unit: str,
    explained: str = "",
    where_to_find: str = "",
    assumption: str = "",
) -> Benefit:
    """Describe a benefit once, for the parties that are to harvest it; each sets its own baseline and target."""
    with locked(case) as case:
        require(rules.can_plan_benefit(case, by))
        benefit = Benefit.objects.create(
            case=case,
            title=title,
            kind=kind,
            question=question,
            unit=unit,
            explained=explained,
            where_to_find=where_to_find,
            assumption=assumption,
        )
        harvests = Harvest.objects.bulk_create(Harvest(benefit=benefit, case=case, party_id=party) for party in parties)
        write_down(
            case,
            "plan_benefit",
            by=by,
            permission="plan_benefit",
            party=case.region_id,
            data={
                "benefit": benefit.pk,
                "kind": kind,
                "parties": [row.party_id for row in harvests],
                "harvests": [row.pk for row in harvests],
            },
            texts={"title": Text(title)},
        )
        due = working_deadline(clock.today(), 20)
        openings = [assignments.Opening(party=row.party_id, subject=row.pk, due=due) for row in harvests]
        assignments.open_many(case, "plan_harvest", openings, permission="plan_harvest")
        return benefit


def plan_harvest(
    harvest: Harvest,
    *,
    by: Actor,
    owner: int | None,
    baseline: Decimal | None,
    baseline_on: date | None,
    target: Decimal | None,
    rounds: Sequence[date],
) -> Harvest:
    """Set one's own owner, baseline, target and measuring days. A target equal to the baseline is refused."""
    if baseline is not None and baseline == target:
        raise ValueError("the target must differ from the baseline")
    with locked(ChangeCase(pk=harvest.case_id)) as case:
        harvest = Harvest.objects.get(pk=harvest.pk)
        harvest.case = case
        require(rules.can_plan_harvest(harvest, by))
        harvest.owner_id = owner
        harvest.baseline = baseline
        harvest.baseline_on = baseline_on
        harvest.target = target
        harvest.save(update_fields=["owner", "baseline", "baseline_on", "target"])
        harvest.measurements.filter(state="planned").exclude(due__in=list(rounds)).delete()
        had = dict(harvest.measurements.values_list("due", "pk"))
        new = Measurement.objects.bulk_create(
            Measurement(harvest=harvest, case=case, due=due) for due in sorted(set(rounds) - had.keys())
        )
        write_down(
            case,
            "plan_harvest",
            by=by,
            permission="plan_harvest",
            party=harvest.party_id,
            data={
                "harvest": harvest.pk,
                "baseline": str(baseline if baseline is not None else ""),
                "target": str(target if target is not None else ""),
                "rounds": [due.isoformat() for due in sorted(rounds)],
                "owner": owner,
                "baseline_on": baseline_on.isoformat() if baseline_on else "",
                "measurements": sorted([*had.values(), *(row.pk for row in new)]),
                "new": [[row.pk, row.due.isoformat()] for row in new],
            },
        )
        assignments.close_step(case, "plan_harvest", by=by, subject=harvest.pk)
        return harvest


def ask_measurement(measurement: Measurement) -> Measurement:
    """The machine's deed when a round has come: the owner, or the party, is asked for one number."""
    with locked(ChangeCase(pk=measurement.case_id)) as case:
        measurement = _fresh(measurement, case)
        person = owner_of(measurement.harvest)
        change_state(
            measurement,
            "ask_measurement",
            case=case,
            by=SYSTEM,
            permission="",
            party=measurement.harvest.party_id,
            data={"measurement": measurement.pk, "person": person},
        )
        assignments.open_one(
            case,
            "enter_measurement",
            party=measurement.harvest.party_id,
            permission="enter_measurement",
            person=person,
            subject=measurement.pk,
            due=working_deadline(max(measurement.due, clock.today()), ANSWER_DAYS),
        )
        return measurement


def _fresh(measurement: Measurement, case: ChangeCase) -> Measurement:
    measurement = Measurement.objects.select_related("harvest").get(pk=measurement.pk)
    measurement.case = case
    return measurement


def enter_measurement(
    measurement: Measurement, *, by: Actor, value: Decimal, measured_on: date | None = None, note: str = ""
) -> Measurement:
    """Give the number, or mend it before the correction date. Raises TooLate after it.

    `measured_on` is the day the number was first given; mending does not move it, so the correction date stands.
    """
    with locked(ChangeCase(pk=measurement.case_id)) as case:
        measurement = _fresh(measurement, case)
        if rules.correction_is_over(measurement):
            raise TooLate("the correction date is over")
        require(rules.can_enter_measurement(measurement, by))
        before = measurement.value
        if measurement.state != "measured":
            measurement.measured_on = measured_on or clock.today()
        measurement.value = value
        measurement.note = note
        measurement.measured_by_id = by.user_id
        change_state(
            measurement,
            "enter_measurement",
            case=case,
            by=by,
            permission="enter_measurement",
            party=measurement.harvest.party_id,
            fields=("value", "note", "measured_on", "measured_by"),
            data={
                "measurement": measurement.pk,
                "value": str(value),
                "before": "" if before is None else str(before),
                "measured_on": measurement.measured_on.isoformat(),
            },
            texts={"note": Text(note)},
        )
        assignments.close_step(case, "enter_measurement", by=by, subject=measurement.pk)
        return measurement


def skip_measurement(measurement: Measurement, *, by: Actor, reason: str = "") -> Measurement:
    """Say that it could not be measured this time. It stays in the totals as not measured, never as zero."""
    with locked(ChangeCase(pk=measurement.case_id)) as case:
        measurement = _fresh(measurement, case)
        require(rules.can_skip_measurement(measurement, by))
        measurement.note = reason
        measurement.measured_by_id = by.user_id
        change_state(
            measurement,
            "skip_measurement",
            case=case,
            by=by,
            permission="skip_measurement",
            party=measurement.harvest.party_id,
            fields=("note", "measured_by"),
            data={"measurement": measurement.pk},
            texts={"reason": Text(reason)},
        )
        assignments.close_step(case, "enter_measurement", by=by, subject=measurement.pk)
        return measurement


def pass_measurement_on(measurement: Measurement, person: int, *, by: Actor) -> Measurement:
    """Hand the task to a colleague of the own party. Raises ValueError for somebody who cannot enter the number."""
    with locked(ChangeCase(pk=measurement.case_id)) as case:
        measurement = _fresh(measurement, case)
        require(rules.can_pass_measurement_on(measurement, by))
        row = Assignment.objects.get(
            case_id=case.pk, step="enter_measurement", subject=measurement.pk, state=Assignment.State.OPEN
        )
        claiming.pass_task_on(
            row,
            person,
            by=by,
            deed="pass_measurement_on",
            permission="pass_measurement_on",
            data={"measurement": measurement.pk},
        )
        return measurement


def tell_story(harvest: Harvest, *, by: Actor, title: str, story: str) -> Harvest:
    """Tell the others what worked. An empty story takes it back."""
    with locked(ChangeCase(pk=harvest.case_id)) as case:
        harvest = Harvest.objects.get(pk=harvest.pk)
        harvest.case = case
        require(rules.can_tell_story(harvest, by))
        harvest.story_title, harvest.story = title, story
        harvest.save(update_fields=["story_title", "story"])
        write_down(
            case,
            "tell_story",
            by=by,
            permission="tell_story",
            party=harvest.party_id,
            data={"harvest": harvest.pk, "benefit": harvest.benefit_id},
            texts={"title": Text(title), "story": Text(story)},
        )
        return harvest


def start_harvest(case: ChangeCase, *, by: Actor) -> ChangeCase:
    """BP5: those who are to use the solution use it, and the benefits are followed from here."""
    with locked(case) as case:
        require(rules.can_start_harvest(case, by))
        data = _decide(case, "BP5", by)
        change_state(case, "start_harvest", by=by, permission="start_harvest", party=case.region_id, data=data)
        step_done(case, "start_harvest", by=by)
        return case


def close_case(case: ChangeCase, *, by: Actor, lessons: str) -> ChangeCase:
    """BP6: the last round is measured. What others may reuse is written down."""
    with locked(case) as case:
        require(rules.can_close_case(case, by))
        data = _decide(case, "BP6", by)
        change_state(
            case,
            "close_case",
            by=by,
            permission="close_case",
            party=case.region_id,
            data=data,
            texts={"lessons": Text(lessons)},
        )
        step_done(case, "close_case", by=by)
        return case


def _decide(case: Case, point: str, by: Actor) -> dict[str, str]:
    decided = DecisionRecord.objects.create(
        case=case,
        point=point,
        outcome=DecisionRecord.Outcome.GO,
        decided_on=clock.today(),
        decided_by_id=by.user_id,
    )
    return {"point": point, "outcome": "go", "decided_on": decided.decided_on.isoformat()}
