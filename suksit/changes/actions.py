"""The deeds on a report, until the decision whether the project is to be started."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from suksit.cases.models import ChangeCase
from suksit.changes import rules
from suksit.changes.models import ChangeKind, ChangeReport, Reporter
from suksit.flows import ChangeFlow
from suksit.regions.queries import body_parties, member_parties
from workflow import assignments, clock, flows, numbering, participants
from workflow.actors import Actor
from workflow.history import Text
from workflow.models import Grade
from workflow.transitions import Stale, change_state, locked, require, write_down

CASE_FIELDS = frozenset({"title", "kind"})


def _by_right(case: ChangeCase, own: str, on_behalf: str, by: Actor) -> tuple[str, int]:
    """The right that a deed is done by: the municipality's own, else the coordinator's on its behalf."""
    if by.may(own, case.report.municipality_id):
        return own, case.report.municipality_id
    return on_behalf, case.region_id


def still(case: ChangeCase, states: Sequence[str] = rules.BEFORE_DECISION) -> None:
    """Raise Stale when somebody has moved the case on since its page was opened."""
    if case.state not in states:
        raise Stale(case)


def _may_report_for(municipality_id: int, by: Actor) -> bool:
    if by.may("report_change", municipality_id):
        return True
    members = (party.pk for party in member_parties(by.region_id, clock.today()))
    return by.may("report_on_behalf", by.region_id) and municipality_id in members


@transaction.atomic
def start_draft(
    municipality_id: int, *, by: Actor, title: str, kind: str, values: Mapping[str, Any] | None = None
) -> ChangeCase:
    """Begin a report. It is seen by its reporter alone until it is sent.

    The same person beginning the same thing again, as by pressing twice, goes on with the draft that is there.
    """
    require(_may_report_for(municipality_id, by))
    case = _begun(municipality_id, title, by)
    if case is None:
        case = ChangeCase.objects.create(
            region_id=by.region_id,
            title=title,
            kind=kind,
            created_by_id=by.user_id,
            created_at=clock.now(),
            last_event_at=clock.now(),
        )
        ChangeReport.objects.create(case=case, municipality_id=municipality_id, reporter_id=by.user_id)
    return save_draft(case, by=by, values={"kind": kind, **(values or {})})


def _begun(municipality_id: int, title: str, by: Actor) -> ChangeCase | None:
    return ChangeCase.objects.filter(
        state="draft",
        created_by_id=by.user_id,
        region_id=by.region_id,
        title=title,
        report__municipality_id=municipality_id,
        report__step_reached=1,
    ).first()


def save_draft(case: ChangeCase, *, by: Actor, values: Mapping[str, Any], step_reached: int = 1) -> ChangeCase:
    """Keep what has been typed so far. No history: nothing has been said to anybody yet.

    Raises Stale when it has been sent.
    """
    with locked(case) as case:
        still(case, ("draft",))
        require(rules.can_save_draft(case, by))
        require(_may_report_for(values.get("municipality_id", case.report.municipality_id), by))
        _fill(case, values)
        case.report.step_reached = max(case.report.step_reached, step_reached)
        case.report.save()
        case.last_event_at = clock.now()
        case.save(update_fields=["last_event_at"])
        return case


def _fill(case: ChangeCase, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(case if name in CASE_FIELDS else case.report, name, value)
    case.summary = case.report.needs
    case.save(update_fields=["title", "kind", "summary"])


def discard_draft(case: ChangeCase, *, by: Actor) -> None:
    """Throw one's own draft away, with what was attached. Raises Stale when it has been sent."""
    with locked(case) as case:
        still(case, ("draft",))
        require(rules.can_save_draft(case, by))
        files = [row.file for row in case.documents.all()]
        case.documents.all().delete()
        ChangeReport.objects.filter(case=case).delete()
        rows = ChangeCase.objects.filter(pk=case.pk)
        rows._raw_delete(rows.db)  # nothing else hangs on a draft, and who takes part may not be deleted from here
        transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files])


def report_change(case: ChangeCase, *, by: Actor) -> ChangeCase:
    """Send the report: it gets its number, the whole region knows of it, and the coordinator is to assess it.

    Only a title and a kind are needed: without them ValueError is raised. Raises Stale when it has been sent already.
    """
    with locked(case) as case:
        still(case, ("draft",))
        require(rules.can_report_change(case, by))
        if not case.title.strip() or case.kind not in ChangeKind.values:
            raise ValueError("a report needs a title and a kind")
        today = clock.today()
        case.number = numbering.next_number(case.region, today.year)
        permission, party = _by_right(case, "report_change", "report_on_behalf", by)
        knows = [*member_parties(case.region_id, today), *body_parties(case.region_id)]
        participants.admit(case, knows, Grade.KNOWS)
        participants.admit(case, [case.report.municipality_id], Grade.TAKES_PART)
        participants.admit(case, [case.region_id], Grade.ROUTES)
        change_state(
            case,
            "report_change",
            by=by,
            permission=permission,
            party=party,
            fields=("number",),
            data={
                "municipality": case.report.municipality_id,
                "incomplete": case.report.is_incomplete,
                "kind": case.kind,
                "knows": sorted(party.pk for party in knows),
            },
        )
        case.report.reported_on = today
        case.report.save(update_fields=["reported_on"])
        Reporter.objects.create(
            case=case, municipality_id=case.report.municipality_id, person_id=by.user_id, reported_on=today
        )
        flows.start(case, ChangeFlow, by=by)
        return case


def complete_report(case: ChangeCase, *, by: Actor, values: Mapping[str, Any]) -> ChangeCase:
    """Fill in what was left for later, or mend it; the names of both are kept when it is done on behalf."""
    with locked(case) as case:
        still(case)
        require(rules.can_complete_report(case, by))
        permission, party = _by_right(case, "complete_report", "mend_case", by)
        changed = sorted(
            name
            for name, value in values.items()
            if getattr(case if name in CASE_FIELDS else case.report, name) != value
        )
        _fill(case, values)
        case.report.save()
        write_down(
            case,
            "complete_report",
            by=by,
            permission=permission,
            party=party,
            data={"fields": changed, "on_behalf": party == case.region_id, "kind": case.kind},
        )
        assignments.close_step(case, "complete_report", by=by)
        return case


def ask_for_more(case: ChangeCase, *, by: Actor, question: str) -> ChangeCase:
    """Ask the reporting municipality for more. The case stays where it is; the municipality has the turn."""
    with locked(case) as case:
        still(case)
        require(rules.can_ask_for_more(case, by))
        write_down(
            case,
            "ask_for_more",
            by=by,
            permission="ask_for_more",
            party=case.region_id,
            texts={"question": Text(question)},
        )
        assignments.withdraw_step(case, "complete_report", by=by)
        assignments.open_one(
            case,
            "complete_report",
            party=case.report.municipality_id,
            permission="complete_report",
            due=ChangeFlow.reply_due(case),
        )
        return case


def withdraw_report(case: ChangeCase, *, by: Actor, reason: str) -> ChangeCase:
    """Take one's own report back."""
    with locked(case) as case:
        still(case)
        require(rules.can_withdraw_report(case, by))
        return _end(case, "withdraw_report", by=by, party=case.report.municipality_id, reason=reason)


def reject_report(case: ChangeCase, *, by: Actor, reason: str) -> ChangeCase:
    """Say no, with a reason that the whole region may read."""
    with locked(case) as case:
        still(case)
        require(rules.can_reject_report(case, by))
        return _end(case, "reject_report", by=by, party=case.region_id, reason=reason)


def handle_locally(case: ChangeCase, *, by: Actor, reason: str) -> ChangeCase:
    """Let the municipality go on alone."""
    with locked(case) as case:
        still(case)
        require(rules.can_handle_locally(case, by))
        return _end(case, "handle_locally", by=by, party=case.region_id, reason=reason)


def merge_report(case: ChangeCase, into: ChangeCase, *, by: Actor) -> ChangeCase:
    """Join a report with another of the same need. Both municipalities remain reporters, of the other case."""
    first, second = sorted([case, into], key=lambda row: row.pk)
    with locked(first) as first, locked(second) as second:
        case, into = (first, second) if first.pk == case.pk else (second, first)
        still(case)
        require(rules.can_merge_report(case, by) and into.region_id == case.region_id and into.pk != case.pk)
        if into.state not in rules.OPEN_TO_MORE:
            raise ValueError("the other report is no longer open to more reporters")
        reporters = list(case.reporters.all())
        for row in reporters:
            add_reporter(into, row.municipality_id, row.person_id)
        case.report.merged_into = into
        case.report.save(update_fields=["merged_into"])
        _end(case, "merge_report", by=by, party=case.region_id, data={"into": into.number})
        write_down(
            into,
            "merge_report",
            by=by,
            permission="merge_report",
            party=case.region_id,
            data={"from": case.number, "reporters": [row.municipality_id for row in reporters]},
        )
        return into


def join_report(case: ChangeCase, municipality_id: int, *, by: Actor) -> ChangeCase:
    """Say that one's own municipality has the same need, instead of a report of its own."""
    with locked(case) as case:
        still(case, rules.OPEN_TO_MORE)
        require(rules.can_join_report(case, by) and by.may("join_report", municipality_id))
        add_reporter(case, municipality_id, by.user_id)
        write_down(case, "join_report", by=by, permission="join_report", party=municipality_id)
        return case


def add_reporter(case: ChangeCase, municipality_id: int, person_id: int) -> None:
    """One more municipality that has reported the need."""
    Reporter.objects.get_or_create(
        case=case,
        municipality_id=municipality_id,
        defaults={"person_id": person_id, "reported_on": clock.today()},
    )
    participants.admit(case, [municipality_id], Grade.TAKES_PART)


def _end(
    case: ChangeCase, deed: str, *, by: Actor, party: int, reason: str = "", data: Mapping[str, Any] | None = None
) -> ChangeCase:
    change_state(case, deed, by=by, permission=deed, party=party, texts={"reason": Text(reason)}, data=data)
    flows.stop(case, by=by)
    return case
