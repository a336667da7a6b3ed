"""The case file as a paper: what a case holds, as far as the reader may see it, from the report to the last number."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from suksit.cases import case_file_buying, page, steps, timeline
from suksit.cases.models import ChangeCase
from suksit.cases.paper import Section, Table, filled, known
from suksit.changes import queries, rules, words
from suksit.changes.template_data import template_on, weighted
from suksit.templatetags.form_of import UNKNOWN, long_date, number
from workflow import anchors, clock, history, participants
from workflow.actors import Actor
from workflow.models import Grade, HistoryEntry, Party
from workflow.visibility import eyes_of, visible_documents


def of_case(case: ChangeCase, actor: Actor) -> dict[str, Any]:
    """Context for `cases/case_file.pdf.html`. The number of queries does not grow with parties or entries."""
    eyes = eyes_of(case, actor)
    documents = list(visible_documents(case, actor, eyes))
    entries = list(history.entries(case, eyes).order_by("sequence"))
    told = history.with_texts(case, entries, eyes)
    rows = timeline.events(case, told, {str(row.pk): row for row in documents}, whole=True)
    events = [
        {**row, "number": entry.sequence, "at": moment(entry.happened_at)}
        for row, entry in zip(rows, entries, strict=True)
    ]
    grade = queries.grade_of(case, actor)
    return {
        "case": case,
        "reader": actor.name,
        "made_at": moment(clock.now()),
        "lead": page.lead(case),
        "sections": filled(
            [
                about(case, actor),
                the_steps(case),
                who_takes_part(case),
                the_report(case, actor, grade),
                the_assessment(case, grade),
                *case_file_buying.sections(case, actor),
                the_documents(documents),
            ]
        ),
        "events": events,
        "seal": seal(case, entries),
        "anchor": anchors.proof(case, by=actor),
    }


def moment(at: datetime) -> str:
    """A moment as it stands on a paper: 24. november 2026 kl. 14.15, in Norway."""
    local = timezone.localtime(at)
    return f"{long_date(local)} {date_format(local, pgettext('clock', 'H:i'))}"


def about(case: ChangeCase, actor: Actor) -> Section:
    """Number, region, and the numbers in the archives."""
    archive = [
        (_("Archive number, %(name)s") % {"name": row["label"]}, row["value"])
        for row in page.archive_numbers(case, actor)
    ]
    return Section(
        _("The case"),
        facts=known(
            (_("Case number"), case.number),
            (_("Title"), case.title),
            (_("Region"), case.region.name),
            *archive,
            (_("On hold since"), long_date(case.on_hold_since) if case.on_hold_since else ""),
        ),
    )


def the_steps(case: ChangeCase) -> Section:
    """The steps of the case's route, and where it is."""
    bar = steps.bar(case, steps.moves_of(case), [])
    states = {"done": _("Done"), "now": _("Now"), "todo": _("To come")}
    rows = [
        (f"{row['number']}. {row['label']}", states[row["state"]], str(row["note"]) or UNKNOWN) for row in bar["steps"]
    ]
    return Section(_("Steps"), tables=[Table(_("Steps of the case"), (_("Step"), _("State"), _("Day")), rows)])


def who_takes_part(case: ChangeCase) -> Section:
    """Every party of the case, and how much it has to do with it."""
    grades = participants.grades([case])
    levels = {
        Grade.ROUTES: _("Coordinates"),
        Grade.TAKES_PART: _("Takes part"),
        Grade.ASKED: _("Is asked"),
        Grade.KNOWS: _("Knows of it"),
    }
    parties = Party.objects.filter(pk__in=[party for _case, party in grades]).order_by("sort_key")
    rows = [(row.name, levels.get(Grade(grades[case.pk, row.pk]), "")) for row in parties]
    return Section(
        _("Participants"), tables=[Table(_("Who takes part, and how"), (_("Party"), _("Part in the case")), rows)]
    )


def the_report(case: ChangeCase, actor: Actor, grade: int) -> Section:
    """What was reported, by whom."""
    if not hasattr(case, "report"):
        return Section(_("The report"))
    hidden = ("title",) if queries.sees_figures(grade) else ("title", "rough_value")
    reporters = sorted(
        case.reporters.select_related("municipality", "person"), key=lambda row: row.municipality.sort_key
    )
    rows = [(row.municipality.name, row.person.display_name, long_date(row.reported_on)) for row in reporters]
    into = case.report.merged_into
    return Section(
        _("The report"),
        facts=[
            *((str(fact["label"]), fact["value"]) for fact in words.facts_of(case, but=hidden)),
            *known((_("Joined with"), f"{into.number} {into.title}" if into else "")),
        ],
        tables=[Table(_("Reported by"), (_("Municipality"), _("Person"), _("Day")), rows)],
    )


def the_assessment(case: ChangeCase, grade: int) -> Section:
    """The scores against their anchors, and the decisions; for those who take part, and for all once it is decided."""
    assessment = queries.assessment_of(case)
    decisions = [
        (row.point, row.get_outcome_display(), long_date(row.decided_on), row.decided_by.display_name, row.conditions)
        for row in case.decisions.select_related("decided_by").order_by("decided_on", "pk")
    ]
    decided = Table(
        _("Decisions at the decision points"),
        (_("Point"), _("Decision"), _("Day"), _("By"), _("Conditions")),
        decisions,
    )
    may_see = grade >= Grade.TAKES_PART or case.state not in rules.BEFORE_DECISION
    if assessment is None or not may_see:
        return Section(pgettext("stage", "Assessment"), tables=[decided])
    template = template_on(assessment.assessed_on)
    scored = {row.criterion: row for row in assessment.scores.all()}
    rows = [
        (str(row.label), scored[row.key].score, scored[row.key].weight, str(row.anchors[scored[row.key].score]))
        for row in template.criteria
        if row.key in scored
    ]
    total = weighted((row.score, row.weight) for row in scored.values())
    principles = [str(row.label) for row in template.principles if row.number in assessment.principles]
    return Section(
        pgettext("stage", "Assessment"),
        facts=known(
            (_("Weighted score, from 1 to 5"), number(total) if total is not None else ""),
            (_("Principles of the strategy"), "; ".join(principles)),
            (_("Required by law"), assessment.law_reference if assessment.required_by_law else ""),
            (_("Recommendation"), assessment.recommendation),
            (_("Assessed"), f"{long_date(assessment.assessed_on)}, {assessment.assessed_by.display_name}"),
        ),
        tables=[
            Table(
                _("Scores"),
                (_("Criterion"), _("Score"), _("Weight"), _("What the score means")),
                rows,
                end=frozenset({1, 2}),
            ),
            decided,
        ],
    )


def the_documents(documents: list[Any]) -> Section:
    """The documents that the reader may open, each with the fingerprint that proves it."""
    rows = [(row.name, row.party.name, long_date(row.added_at), row.sha256) for row in documents]
    return Section(
        _("Documents"),
        tables=[Table(_("Documents of the case"), (_("Name"), _("From"), _("Day"), "SHA-256"), rows)],
    )


def seal(case: ChangeCase, entries: list[HistoryEntry]) -> dict[str, Any]:
    """The head of the history's chain, and whether some entries are kept from the reader."""
    head = HistoryEntry.objects.filter(case_id=case.pk).order_by("-sequence").first()
    if head is None:
        return {}
    return {"hash": head.hash, "number": head.sequence, "hidden": head.sequence - len(entries)}
