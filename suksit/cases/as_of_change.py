"""The assessment, the roll-outs and the benefits as they were, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from suksit.cases.as_of import ChangeAsOf, HarvestAsOf
from suksit.cases.as_of_buying import day, text
from suksit.cases.models import ChangeCase
from suksit.cases.paper import Section, Table
from suksit.changes import queries, rules
from suksit.changes.models import DecisionRecord
from suksit.changes.template_data import template_on
from suksit.rollout import words as rollout_words
from suksit.templatetags.form_of import UNKNOWN, long_date, number
from workflow.actors import Actor
from workflow.models import Grade

Names = Mapping[int, str]


def assessment(case: ChangeCase, actor: Actor, change: ChangeAsOf) -> Section:
    """The scores, for those who take part and for all once it is decided; and the decisions at the decision points."""
    may_see = queries.grade_of(case, actor) >= Grade.TAKES_PART or case.state not in rules.BEFORE_DECISION
    found = queries.assessment_of(case) if may_see else None
    labels = {row.key: str(row.label) for row in template_on(found.assessed_on).criteria} if found else {}
    scores = [(label, change.scores[key]) for key, label in labels.items() if key in change.scores]
    outcomes = dict(DecisionRecord.Outcome.choices)
    decisions = [(point, str(outcomes[outcome]), day(on) or UNKNOWN) for point, outcome, on in change.decisions]
    return Section(
        pgettext("stage", "Assessment"),
        tables=[
            Table(_("Scores"), (_("Criterion"), _("Score")), scores, end=frozenset({1})),
            Table(_("Decisions at the decision points"), (_("Point"), _("Decision"), _("Day")), decisions),
        ],
    )


def rollouts(change: ChangeAsOf, parties: Names, people: Names) -> Section:
    """Each municipality's go-live."""
    rows = [
        (
            name,
            rollout_words.state_words(row.state),
            day(row.went_live_on or row.planned_on) or UNKNOWN,
            text(row.delay_cause) or UNKNOWN,
            people.get(row.local_lead_id or 0, UNKNOWN),
        )
        for party, name in parties.items()
        for row in [change.rollouts.get(party)]
        if row is not None
    ]
    columns = (_("Municipality"), _("State"), _("Day"), _("Moved"), _("Local lead"))
    return Section(pgettext("stage", "Roll-out"), tables=[Table(_("Taken into use"), columns, rows)])


def benefits(change: ChangeAsOf, parties: Names) -> Section:
    """Each benefit with everybody's baseline, target and numbers. What was not measured says so, never zero."""
    columns = (_("Municipality"), _("Baseline"), _("Target"), _("Measured"))
    tables = [
        Table(
            text(benefit.title),
            columns,
            [
                line(change, harvest_id, harvest, parties)
                for harvest_id, harvest in change.harvests.items()
                if harvest.benefit_id == key
            ],
            end=frozenset({1, 2}),
        )
        for key, benefit in change.benefits.items()
    ]
    return Section(pgettext("benefits", "Benefits"), tables=tables)


def line(change: ChangeAsOf, key: int, harvest: HarvestAsOf, parties: Names) -> tuple[str, ...]:
    """One municipality's row."""
    rounds = sorted((row for row in change.measurements.values() if row.harvest_id == key), key=lambda row: row.due)
    told = [
        f"{long_date(row.due)}: {number(row.value) if row.value is not None else _('not measured')}"
        for row in rounds
        if row.state in ("measured", "not_measured")
    ]
    return (
        parties.get(harvest.party_id, ""),
        number(harvest.baseline) if harvest.baseline is not None else _("missing"),
        number(harvest.target) if harvest.target is not None else _("missing"),
        "\n".join(told) or _("not measured"),
    )
