"""How each deed on a change alters what was known: from the entries alone."""

from datetime import date
from decimal import Decimal
from typing import Any

from procurement.as_of import day, money
from procurement.as_of_folds import lost
from suksit.cases import as_of
from suksit.cases.as_of import BenefitAsOf, ChangeAsOf, HarvestAsOf, MeasurementAsOf, RolloutAsOf
from suksit.cases.reopening import IN_COMPETITION, NO_LONGER_NEEDED
from suksit.flows import ChangeFlow
from workflow.as_of import Fold, Part, Said, Seen
from workflow.models import Grade, HistoryEntry


def reported(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """report_change: the region knows of it, and the flow begins."""
    data = entry.data
    known.kind, known.municipality = data.get("kind", ""), data["municipality"]
    known.reporters = {data["municipality"]}
    seen.admit(data.get("knows", []), Grade.KNOWS)
    seen.admit([data["municipality"]], Grade.TAKES_PART)
    seen.admit([seen.region_id], Grade.ROUTES)
    seen.start(ChangeFlow)


def completed(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """complete_report."""
    known.kind = entry.data.get("kind", known.kind)
    seen.close("complete_report")


def asked_for_more(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """ask_for_more: the municipality has the turn too."""
    seen.close("complete_report")
    seen.open("complete_report", known.municipality)


def ended(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """Every deed that ends a case before its goal."""
    seen.stop()


def merged(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """merge_report: the one ends, the other has more reporters."""
    if entry.to_state:
        seen.stop()
    else:
        add_reporters(seen, known, entry.data.get("reporters", []))


def joined(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """join_report."""
    add_reporters(seen, known, [entry.party_id])


def add_reporters(seen: Seen, known: ChangeAsOf, parties: list[int]) -> None:
    """Municipalities with the same need."""
    known.reporters |= set(parties)
    seen.admit(parties, Grade.TAKES_PART)


def assessed(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """assess_report: the last one counts."""
    known.scores = dict(entry.data["scores"])


def decided(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """BP1, BP5, BP6."""
    data = entry.data
    known.decisions.append((data["point"], data.get("outcome", "go"), day(data.get("decided_on"))))


def held(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """hold_case and resume_case."""
    seen.on_hold = entry.deed == "hold_case"


def went_on(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """reopen_case: a competition that ran when the case ended was cancelled with it."""
    ended = seen.before[entry.data["ended"]].entry
    if ended.from_state in IN_COMPETITION:
        lost(seen, seen.parts["buying"], ended.happened_at.date(), NO_LONGER_NEEDED)


def rollout_opened(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """open_rollout."""
    known.rollouts[entry.party_id] = RolloutAsOf(undone=set(entry.data.get("checklist", [])))
    seen.open("plan_rollout", entry.party_id)


def rollout_planned(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """plan_rollout, the first time or moved: the cause of a delay stands until the day is kept again."""
    row, data, cause = known.rollouts[entry.party_id], entry.data, said.get("cause", "")
    row.planned_on = date.fromisoformat(data["planned_on"])
    row.first_planned_on = row.first_planned_on or row.planned_on
    if cause != "" or row.planned_on <= row.first_planned_on:
        row.delay_cause = cause
    row.local_lead_id = data.get("lead")
    if entry.to_state:
        row.state = entry.to_state
        seen.close("plan_rollout", party=entry.party_id)
        if data.get("operations"):
            seen.open("accept_operations", data["operations"], about=entry.party_id, subject=data.get("rollout"))


def checked(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """check_off, and undone again."""
    row = known.rollouts[entry.party_id]
    row.undone = (row.undone - set(entry.data["items"])) | set(entry.data["undone"])


def accepted(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """accept_operations."""
    party = entry.data["party"]
    row = known.rollouts[party]
    row.state, row.accepted_on = entry.to_state, day(entry.data.get("accepted_on"))
    seen.close("accept_operations", about=party)
    seen.open("confirm_go_live", party)


def went_live(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """confirm_go_live."""
    row = known.rollouts[entry.party_id]
    row.state, row.went_live_on = entry.to_state, day(entry.data["went_live_on"])
    seen.close("confirm_go_live", party=entry.party_id)


def rollout_withdrawn(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """withdraw_rollout: nothing of it is asked of the party any more."""
    party = entry.data["party"]
    known.rollouts[party].state = entry.to_state
    seen.close("accept_operations", about=party)
    for step in ("plan_rollout", "confirm_go_live", "plan_harvest", "enter_measurement"):
        seen.close(step, party=party)


def benefit_planned(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """plan_benefit: each party is asked for its own baseline and target."""
    data = entry.data
    known.benefits[data["benefit"]] = BenefitAsOf(said.get("title", ""), data["kind"])
    for key, party in zip(data.get("harvests", []), data["parties"], strict=False):
        known.harvests[key] = HarvestAsOf(data["benefit"], party)
        seen.open("plan_harvest", party, about=key)


def harvest_planned(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """plan_harvest: the rounds that are no longer planned are gone."""
    data, key = entry.data, entry.data["harvest"]
    row = known.harvests[key]
    row.owner_id, row.baseline_on = data.get("owner"), day(data.get("baseline_on"))
    row.baseline, row.target = money(data["baseline"]), money(data["target"])
    kept = set(data.get("measurements", known.measurements))
    known.measurements = {
        number: round_ for number, round_ in known.measurements.items() if round_.harvest_id != key or number in kept
    }
    for number, due in data.get("new", []):
        known.measurements[number] = MeasurementAsOf(key, date.fromisoformat(due))
    seen.close("plan_harvest", about=key)


def number_asked(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """ask_measurement."""
    key = moved(known, entry)
    seen.open("enter_measurement", entry.party_id, about=key, person=entry.data.get("person"))


def number_given(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """enter_measurement, the first time or mended."""
    key = moved(known, entry)
    known.measurements[key].value = Decimal(entry.data["value"])
    known.measurements[key].measured_on = day(entry.data.get("measured_on"))
    seen.close("enter_measurement", about=key)


def number_skipped(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """skip_measurement and withdraw_measurement."""
    seen.close("enter_measurement", about=moved(known, entry))


def number_handed(seen: Seen, known: ChangeAsOf, entry: HistoryEntry, said: Said) -> None:
    """pass_measurement_on."""
    data = entry.data
    seen.hand(
        "enter_measurement",
        party=entry.party_id,
        person=data["to"],
        held_by=data.get("from"),
        subject=data["measurement"],
    )


def moved(known: ChangeAsOf, entry: HistoryEntry) -> Any:
    """The key of the round that an entry moved, with its new state set."""
    key = entry.data["measurement"]
    known.measurements[key].state = entry.to_state
    return key


FOLDS: dict[str, Fold] = {
    "report_change": reported,
    "complete_report": completed,
    "ask_for_more": asked_for_more,
    "withdraw_report": ended,
    "reject_report": ended,
    "handle_locally": ended,
    "cancel_case": ended,
    "merge_report": merged,
    "join_report": joined,
    "assess_report": assessed,
    "accept_report": decided,
    "start_harvest": decided,
    "close_case": decided,
    "hold_case": held,
    "resume_case": held,
    "reopen_case": went_on,
    "open_rollout": rollout_opened,
    "plan_rollout": rollout_planned,
    "check_off": checked,
    "accept_operations": accepted,
    "confirm_go_live": went_live,
    "withdraw_rollout": rollout_withdrawn,
    "plan_benefit": benefit_planned,
    "plan_harvest": harvest_planned,
    "ask_measurement": number_asked,
    "enter_measurement": number_given,
    "skip_measurement": number_skipped,
    "withdraw_measurement": number_skipped,
    "pass_measurement_on": number_handed,
}
PART = Part(name="change", begin=ChangeAsOf, folds=FOLDS, live=as_of.live)
