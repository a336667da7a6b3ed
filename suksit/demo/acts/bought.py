"""Cases that were bought by a competition: one run twice, one that is being signed now."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from suksit.benefits import actions as benefits
from suksit.demo import scenes
from suksit.demo.stage import Stage
from suksit.models import Rollout
from suksit.rollout import actions as rollout
from workflow import clock


def child_welfare(stage: Stage) -> Iterator[Any]:
    """A child-welfare system: the first competition had a fault in the price form, and was run again. Closed."""
    yield stage.ago(930)
    case = scenes.report(
        stage,
        "Notodden",
        title="Fagsystem for barnevern",
        kind="replacement",
        in_use_today="Fagsystem fra 2009",
        needs="Systemet støttes ikke lenger, og rapporteringen til staten tar dager.",
        affected="Barneverntjenesten",
        rough_value=stage.money(3_200_000),
        draft_benefits="Mindre tid til rapportering, sikrere journal.",
    )
    yield 7
    scenes.assess(stage, case, (3, 4, 2, 5, 4), (5, 6), "Må startes. Rapportering er lovpålagt.")
    yield 3
    stage.do("kari", scenes.assessment.accept_report, case)
    yield 2
    scenes.ask_all(stage, case, "Når går avtalen ut hos dere?")
    yield 3
    given = {
        "Notodden": ("yes", 230_000),
        "Hjartdal": ("yes", 60_000),
        "Kongsberg": ("yes", 320_000),
        "Tinn": ("option", 110_000),
        "Rollag": ("yes", 45_000),
        "Flesberg": ("no", 0),
        "Nore og Uvdal": ("yes", 58_000),
        "Sigdal": ("no", 0),
    }
    yield from scenes.answers(stage, case, given)
    yield 2
    joining = [name for name, (choice, _value) in given.items() if choice != "no"]
    yield from scenes.commit(stage, case, joining)
    yield 12
    yield from scenes.plan(stage, case, "full", "Verdien er over EØS-terskelen.", cpv="48000000")
    scenes.announce(stage, case, "2024-118102")
    yield 40
    stage.do(
        "siri",
        scenes.competition.cancel_competition,
        case,
        code="tch-pr-error",
        reason="Feil i prisskjemaet. Å rette det ville vært en vesentlig endring.",
    )
    yield 20
    reason = "Samme framgangsmåte, nytt prisskjema."
    yield from scenes.plan(stage, case, "full", reason, cpv="48000000")
    scenes.announce(stage, case, "2025-101877")
    yield 39
    tenders = {"Omsorgsdata AS": 2_890_000, "Familia Systemer AS": 3_240_000}
    yield from scenes.evaluate(stage, case, tenders, "Best på rapportering og sikkerhet.")
    ends = scenes.letters(stage, case)
    scenes.attach(
        stage,
        "siri",
        case,
        "Referat fra evalueringsmøte.docx",
        "Til stede: Siri Dal, Arne Vik, Ingrid Aas og Tor Haug. Alle har erklært seg habile.",
        "Omsorgsdata er best på rapportering: uttrekket til staten tar under en time. Familia er best på opplæring.",
        "Gruppen er enig om poengene. Innstillingen sendes til daglig leder.",
        visibility=scenes.Visibility.PARTICIPANTS,
    )
    yield ends - timedelta(days=2)
    stage.do("siri", scenes.award.register_complaint, case, note="Familia Systemer klager på vektingen av sikkerhet.")
    yield 12
    stage.do("siri", scenes.award.settle_complaint, case, note="Klagen er ikke tatt til følge.")
    yield 2
    stage.do("siri", scenes.award.open_contracts, case)
    yield 5
    bound = [name for name in joining if name != "Tinn"]
    for name in bound:
        scenes.sign(stage, case, name, given[name][1] * 0.9, clock.today() + timedelta(days=60))
        yield 3
    stage.do("kari", scenes.contracts.close_contracting, case)
    report = scenes.benefit(
        stage,
        case,
        bound,
        title="Mindre tid til rapportering",
        kind="time",
        question="Hvor mange timer brukte dere på rapportering siste halvår?",
        unit="timer",
        where_to_find="Spør lederen for barneverntjenesten.",
    )
    yield 9
    rounds = [clock.today() + timedelta(days=days) for days in (240, 420)]
    for name in bound:
        scenes.harvest(
            stage, report, name, 120 if name != "Kongsberg" else 300, 70 if name != "Kongsberg" else 180, rounds
        )
    for name in bound:
        yield from scenes.roll_out(stage, case, name, 21)
    stage.do("kari", benefits.start_harvest, case)
    numbers = {"Kongsberg": (240, 190), "Rollag": (96, 74), "Notodden": (110, 88), "Nore og Uvdal": (104, 69)}
    for number, due in enumerate(rounds):
        yield due + timedelta(days=3)
        for name in bound:
            if name in numbers:
                scenes.measure(stage, report, name, numbers[name][number])
            else:
                scenes.skip(stage, report, name, "Saksbehandleren er i permisjon.")
            yield 1
    yield 9
    learned = "Les prisskjemaet høyt for en leverandør før kunngjøring. Da hadde vi sluppet å kunngjøre to ganger."
    stage.do("kari", benefits.close_case, case, lessons=learned)


def archive(stage: Stage) -> Iterator[Any]:
    """A case and archive system: the competition is over, and the municipalities sign one by one."""
    yield stage.ago(400)
    case = scenes.report(
        stage,
        "Rollag",
        title="Felles sak- og arkivsystem",
        kind="replacement",
        in_use_today="Lokalt sak- og arkivsystem",
        needs="Avtalen går ut, og ny arkivlov krever at vi kan levere ut digitalt skapt arkiv.",
        affected="Alle saksbehandlere og arkivet",
        rough_value=stage.money(9_000_000),
        draft_benefits="Ett arkiv å drifte, færre timer til journalføring.",
    )
    yield 9
    scenes.assess(stage, case, (4, 4, 3, 5, 5), (3, 5, 7), "Må startes. Ny arkivlov gjelder.")
    yield 2
    stage.do("kari", scenes.assessment.accept_report, case)
    yield 3
    scenes.ask_all(stage, case, "Når går avtalen ut? Hvor mange saksbehandlere?")
    yield 2
    yearly = {
        "Flesberg": 150_000,
        "Hjartdal": 110_000,
        "Kongsberg": 780_000,
        "Nore og Uvdal": 150_000,
        "Notodden": 420_000,
        "Rollag": 105_000,
        "Tinn": 240_000,
    }
    yield from scenes.answers(stage, case, {name: ("yes", value) for name, value in yearly.items()}, every=2)
    yield 9
    yield from scenes.commit(stage, case, list(yearly))
    yield stage.ago(111)
    yield from scenes.plan(stage, case, "full", "Verdien er over EØS-terskelen.", cpv="72000000")
    scenes.announce(stage, case, "2026-104410", days=42)
    yield 45
    tenders = {"Arkiv Øst AS": 7_420_000, "Saksflyt AS": 7_900_000, "Noark Partner AS": 8_350_000}
    yield from scenes.evaluate(stage, case, tenders, "Best på arkivuttrekk og innføringsplan.")
    ends = scenes.letters(stage, case)
    yield ends + timedelta(days=2)
    stage.do("siri", scenes.award.open_contracts, case)
    yield 4
    for name in ("Kongsberg", "Notodden", "Flesberg", "Hjartdal"):
        scenes.sign(stage, case, name, yearly[name] * 0.88, stage.real_today + timedelta(days=70))
        yield 3
    live = stage.working(stage.real_today + timedelta(days=75))
    stage.do("tor", rollout.plan_rollout, stage.part(Rollout, case, "Notodden"), planned_on=live)


ACTS = (child_welfare, archive)
