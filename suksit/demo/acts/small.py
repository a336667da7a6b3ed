"""Cases that are young, or that ended early: merged, rejected, handled locally, cancelled, incomplete, a draft."""

from collections.abc import Iterator
from typing import Any

from suksit.cases import actions as cases
from suksit.changes import actions as changes
from suksit.demo import scenes
from suksit.demo.stage import Stage


def library(stage: Stage) -> Iterator[Any]:
    """A library system: reported twice in a week, and merged. Both remain reporters."""
    yield stage.ago(15)
    first = scenes.report(
        stage,
        "Tinn",
        title="Felles bibliotekssystem",
        kind="replacement",
        in_use_today="Biblioteksystem, lokal server",
        needs="Selvbetjent bibliotek krever nytt system.",
        rough_value=stage.money(700_000),
        draft_benefits="Åpent bibliotek uten bemanning.",
    )
    yield 2
    second = scenes.report(stage, "Notodden", title="Nytt biblioteksystem", kind="replacement", needs="Avtalen går ut.")
    yield 1
    stage.do("kari", changes.merge_report, second, first)
    yield stage.ago(5)
    scenes.assess(stage, first, (3, 4, 4, 2, 4), (1, 7), "Legges fram for SuksIT-møtet.")


def assistant(stage: Stage) -> Iterator[Any]:
    """An assistant for the mail room: rejected, with a reason."""
    yield stage.ago(230)
    case = scenes.report(
        stage,
        "Sigdal",
        title="KI-assistent for postmottak",
        kind="new",
        needs="Fordeling av post tar en time hver dag.",
        draft_benefits="Frigjør en time om dagen.",
    )
    yield 10
    scenes.assess(stage, case, (2, 2, 1, 1, 3), (5,), "Vent. Nytt sak- og arkivsystem løser dette.")
    yield 3
    stage.do(
        "kari",
        changes.reject_report,
        case,
        reason="Nytt sak- og arkivsystem har fordeling av post. Vi tar det opp igjen når det er i bruk.",
    )


def sound(stage: Stage) -> Iterator[Any]:
    """A sound system for one hall: the municipality goes on alone."""
    yield stage.ago(170)
    case = scenes.report(
        stage, "Hjartdal", title="Lydanlegg i kommunestyresalen", kind="new", needs="Anlegget er utslitt."
    )
    yield 3
    stage.do("kari", changes.handle_locally, case, reason="Gjelder bare ett rom, og beløpet er under grensen i loven.")


def alerts(stage: Stage) -> Iterator[Any]:
    """Alerts to inhabitants: cancelled while the partners were asked."""
    yield stage.ago(520)
    case = scenes.report(
        stage,
        "Rollag",
        title="Varsling til innbyggere",
        kind="new",
        needs="Vi når ikke innbyggerne når vannet stenges.",
        draft_benefits="Raskere varsling.",
    )
    yield 6
    scenes.assess(stage, case, (2, 4, 4, 3, 4), (1, 2), "Bør startes.")
    stage.do("kari", scenes.assessment.accept_report, case)
    yield 2
    scenes.ask_all(stage, case, "Har dere varsling i dag?")
    yield 5
    scenes.answer(stage, case, "Kongsberg", "no", remark="Har egen løsning.")
    yield 12
    stage.do("kari", cases.cancel_case, case, reason="Staten tilbyr nødvarsel fra neste år. Ingen kjøper nå.")


def public_list(stage: Stage) -> Iterator[Any]:
    """Access to the list of records: reported yesterday, early and without a plan. Welcome all the same."""
    yield stage.ago(2)
    scenes.report(stage, "Tinn", title="Innsyn i postliste", kind="upgrade")


def culture(stage: Stage) -> Iterator[Any]:
    """A culture-school system: more was asked of the reporter, and given; it is assessed."""
    yield stage.ago(13)
    case = scenes.report(stage, "Rollag", title="Kulturskolesystem", kind="replacement", needs="Søknader er på papir.")
    yield 2
    stage.do("kari", changes.ask_for_more, case, question="Hvor mange elever har dere, og hva vil dere oppnå?")
    yield 3
    stage.do(
        "ola",
        changes.complete_report,
        case,
        values={
            "needs": "Søknader er på papir, og ventelisten føres i et regneark. Vi har 140 elever.",
            "affected": "Elever, foreldre og kulturskolen",
            "draft_benefits": "Færre timer til opptak. Foreldre ser plassen på listen.",
        },
    )
    yield stage.ago(1)
    scenes.assess(stage, case, (3, 3, 4, 2, 4), (1, 5), "Bør legges fram for de andre.")


def deviations(stage: Stage) -> Iterator[Any]:
    """A system for deviations and quality: more is asked of the reporter."""
    yield stage.ago(8)
    case = scenes.report(
        stage,
        "Sigdal",
        title="System for avvik og kvalitet",
        kind="replacement",
        in_use_today="Avviksmodul i økonomisystemet",
        needs="Avvik meldes på e-post, og ingen følger dem opp.",
    )
    yield 3
    stage.do("kari", changes.ask_for_more, case, question="Hvem skal bruke det: bare helse, eller alle?")


def shift_alarm(stage: Stage) -> Iterator[Any]:
    """A draft that Ola has begun and not sent."""
    yield stage.ago(4)
    draft = stage.do(
        "ola", changes.start_draft, stage.party("Rollag").pk, title="Ny ordning for vaktvarsling", kind="replacement"
    )
    stage.do("ola", changes.save_draft, draft, values={"in_use_today": "Personsøkere"}, step_reached=2)


ACTS = (library, assistant, sound, alerts, public_list, culture, deviations, shift_alarm)
