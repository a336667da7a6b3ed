"""The deeds of taking into use: each party in its own time."""

from collections.abc import Iterable
from datetime import date

from procurement.planning.actions import GateClosed
from suksit.cases.models import ChangeCase
from suksit.regions.queries import operations_party
from suksit.rollout import rules
from suksit.rollout.models import Rollout
from workflow import assignments, clock, flows
from workflow.actors import Actor
from workflow.deadlines import working_deadline
from workflow.history import Text
from workflow.transitions import change_state, locked, require, write_down


def _fresh(rollout: Rollout, case: ChangeCase) -> Rollout:
    rollout = Rollout.objects.get(pk=rollout.pk)
    rollout.case = case
    return rollout


def plan_rollout(
    rollout: Rollout, *, by: Actor, planned_on: date, local_lead: int | None = None, delay_cause: str = ""
) -> Rollout:
    """Plan the go-live, or move it; a later day needs a cause. Raises ValueError without one."""
    with locked(ChangeCase(pk=rollout.case_id)) as case:
        rollout = _fresh(rollout, case)
        require(rules.can_plan_rollout(rollout, by))
        before = rollout.planned_on
        if before and planned_on > before and not delay_cause.strip():
            raise ValueError("a later day needs a cause")
        rollout.planned_on = planned_on
        rollout.first_planned_on = rollout.first_planned_on or planned_on
        if delay_cause.strip() or planned_on <= rollout.first_planned_on:
            rollout.delay_cause = delay_cause.strip()
        rollout.local_lead_id = local_lead or rollout.local_lead_id or by.user_id
        fields = ("planned_on", "first_planned_on", "delay_cause", "local_lead")
        body = operations_party(case.region_id) if rollout.state == "to_plan" else None
        data = {
            "planned_on": planned_on.isoformat(),
            "before": before.isoformat() if before else "",
            "lead": rollout.local_lead_id,
            "operations": body.pk if body else None,
            "rollout": rollout.pk,
        }
        texts = {"cause": Text(delay_cause)}
        if rollout.state == "to_plan":
            change_state(
                rollout,
                "plan_rollout",
                case=case,
                by=by,
                permission="plan_rollout",
                party=rollout.party_id,
                fields=fields,
                data=data,
                texts=texts,
            )
            assignments.close_step(case, "plan_rollout", by=by, party=rollout.party_id)
            if body is not None:
                assignments.open_one(
                    case,
                    "accept_operations",
                    party=body,
                    permission="accept_operations",
                    subject=rollout.pk,
                    due=min(planned_on, working_deadline(clock.today(), 20)),
                )
        else:
            rollout.save(update_fields=fields)
            write_down(
                case, "plan_rollout", by=by, permission="plan_rollout", party=rollout.party_id, data=data, texts=texts
            )
            assignments.move_deadline(case, "confirm_go_live", planned_on, party=rollout.party_id)
        return rollout


def check_off(rollout: Rollout, items: Iterable[str], *, by: Actor, undo: Iterable[str] = ()) -> Rollout:
    """Tick off things on the checklist as done today; `undo` opens again what was ticked by mistake."""
    with locked(ChangeCase(pk=rollout.case_id)) as case:
        rollout = _fresh(rollout, case)
        require(rules.can_check_off(rollout, by))
        done = list(rollout.checklist.filter(item__in=list(items), done_on__isnull=True))
        undone = list(rollout.checklist.filter(item__in=list(undo), done_on__isnull=False))
        for row in done + undone:
            row.done_on = clock.today() if row in done else None
            row.done_by_id = by.user_id if row in done else None
            row.save(update_fields=["done_on", "done_by"])
        if done or undone:
            write_down(
                case,
                "check_off",
                by=by,
                permission="check_off",
                party=rollout.party_id,
                data={"items": sorted(row.item for row in done), "undone": sorted(row.item for row in undone)},
            )
        return rollout


def accept_operations(rollout: Rollout, *, by: Actor, note: str = "") -> Rollout:
    """Take the solution into operation for a party: it may go live."""
    with locked(ChangeCase(pk=rollout.case_id)) as case:
        rollout = _fresh(rollout, case)
        require(rules.can_accept_operations(rollout, by))
        rollout.accepted_on = clock.today()
        rollout.accepted_by_id = by.user_id
        body = operations_party(case.region_id)
        change_state(
            rollout,
            "accept_operations",
            case=case,
            by=by,
            permission="accept_operations",
            party=body,
            fields=("accepted_on", "accepted_by"),
            data={"party": rollout.party_id, "accepted_on": rollout.accepted_on.isoformat()},
            texts={"note": Text(note)},
        )
        assignments.close_step(case, "accept_operations", by=by, subject=rollout.pk)
        assignments.open_one(
            case,
            "confirm_go_live",
            party=rollout.party_id,
            permission="confirm_go_live",
            subject=rollout.pk,
            due=rollout.planned_on,
        )
        return rollout


def confirm_go_live(rollout: Rollout, *, by: Actor, went_live_on: date) -> Rollout:
    """Confirm that the party uses the solution. Raises GateClosed with what the checklist lacks."""
    with locked(ChangeCase(pk=rollout.case_id)) as case:
        rollout = _fresh(rollout, case)
        require(rules.can_confirm_go_live(rollout, by))
        if went_live_on > clock.today():
            raise ValueError("a go-live that is confirmed is not in the future")
        missing = rules.missing_before_go_live(rollout)
        if missing:
            raise GateClosed(missing)
        rollout.went_live_on = went_live_on
        change_state(
            rollout,
            "confirm_go_live",
            case=case,
            by=by,
            permission="confirm_go_live",
            party=rollout.party_id,
            fields=("went_live_on",),
            data={"went_live_on": went_live_on.isoformat()},
        )
        assignments.close_step(case, "confirm_go_live", by=by, party=rollout.party_id)
        flows.part_done(case, "confirm_go_live", rollout, by=by)
        return rollout


def withdraw_rollout(rollout: Rollout, *, by: Actor, reason: str) -> Rollout:
    """Say that the party does not take the solution into use after all: what was to be measured there is taken back.

    The contract is another matter and stands. Numbers that are given stay.
    """
    with locked(ChangeCase(pk=rollout.case_id)) as case:
        rollout = _fresh(rollout, case)
        require(rules.may_withdraw_rollout(rollout, by))
        own = by.may("withdraw_rollout", rollout.party_id)
        right = {"permission": "withdraw_rollout", "party": rollout.party_id if own else case.region_id}
        change_state(
            rollout,
            "withdraw_rollout",
            case=case,
            by=by,
            data={"party": rollout.party_id},
            texts={"party": Text("" if own else rollout.party.name), "reason": Text(reason)},
            **right,
        )
        for step in ("plan_rollout", "accept_operations", "confirm_go_live"):
            assignments.withdraw_step(case, step, by=by, subject=rollout.pk)
        for row in case.measurements.filter(harvest__party_id=rollout.party_id, state__in=["planned", "asked"]):
            change_state(
                row,
                "withdraw_measurement",
                case=case,
                by=by,
                data={"measurement": row.pk, "due": row.due.isoformat()},
                **right,
            )
        for step in ("plan_harvest", "enter_measurement"):
            assignments.withdraw_step(case, step, by=by, party=rollout.party_id)
        return rollout
