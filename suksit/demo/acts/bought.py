"""Cases that were bought, each by its own route: re-run, call-off, renegotiation, nothing to buy, signing now."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from suksit.benefits import actions as benefits
from suksit.demo import scenes
from suksit.demo.stage import MEMBERS, Stage
from suksit.models import Rollout
from suksit.rollout import actions as rollout
from workflow import clock


def child_welfare(stage: Stage) -> Iterator[Any]:
    """A child-welfare system: the first competition was cancelled for a fault in the price form, and run again."""
    yield stage.ago(900)
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
    reason = "Samme rute, nytt prisskjema."
    yield from scenes.plan(stage, case, "full", reason, cpv="48000000")
    scenes.announce(stage, case, "2025-101877")
    yield 39
    tenders = {"Omsorgsdata AS": 2_890_000, "Familia Systemer AS": 3_240_000}
    yield from scenes.evaluate(stage, case, tenders, "Best på rapportering og sikkerhet.")
    ends = scenes.letters(stage, case)
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
    numbers = {"Kongsberg": (240, 190), "Hjartdal": (96, 74), "Notodden": (110, 88), "Nore og Uvdal": (104, 69)}
    for number, due in enumerate(rounds):
        yield due + timedelta(days=3)
        for name in bound:
            if name in numbers:
                scenes.measure(stage, report, name, numbers[name][number])
            else:
                scenes.skip(stage, report, name, "Saksbehandleren er i permisjon.")
            yield 1


def licences(stage: Stage) -> Iterator[Any]:
    """Office licences: called off an existing agreement, for those named in it."""
    yield stage.ago(600)
    case = scenes.report(
        stage,
        "Kongsberg",
        title="Kontorlisenser for alle kommunene",
        kind="renegotiation",
        in_use_today="Kontorprogrammer i leie",
        needs="Hver kommune kjøper lisenser selv, til ulik pris.",
        rough_value=stage.money(8_000_000),
        draft_benefits="Lavere pris per lisens.",
    )
    yield 4
    scenes.assess(stage, case, (5, 2, 5, 3, 4), (5, 7), "Bør startes. Rammeavtalen finnes.")
    yield 1
    stage.do("kari", scenes.assessment.accept_report, case)
    yield 1
    scenes.ask_all(stage, case, "Hvor mange lisenser har dere?", working_days=10)
    yield 1
    users = {
        "Flesberg": 210,
        "Hjartdal": 140,
        "Kongsberg": 1900,
        "Nore og Uvdal": 230,
        "Notodden": 900,
        "Rollag": 130,
        "Sigdal": 260,
        "Tinn": 480,
    }
    for name, number in users.items():
        scenes.answer(stage, case, name, "yes", number * 420, volume=f"{number} lisenser")
        yield 1
    yield from scenes.commit(stage, case, list(users))
    yield 3
    agreement = "Rammeavtale om lisenser, med alle åtte kommuner navngitt"
    yield from scenes.plan(stage, case, "call_off", "Alle er navngitt i rammeavtalen.", existing_agreement=agreement)
    stage.do("siri", scenes.contracts.call_off, case, supplier="Lisenspartner AS", note="Avrop for tre år.")
    yield 6
    for name, number in users.items():
        scenes.sign(stage, case, name, number * 360, clock.today() + timedelta(days=20), years=3)
        yield 1
    stage.do("kari", scenes.contracts.close_contracting, case)
    price = scenes.benefit(
        stage,
        case,
        list(users),
        title="Lavere pris per lisens",
        kind="money",
        question="Hva betalte dere for lisenser siste år?",
        unit="kroner i året",
        where_to_find="I fakturaene fra leverandøren.",
    )
    yield 5
    rounds = [clock.today() + timedelta(days=370)]
    for name, number in users.items():
        scenes.harvest(stage, price, name, number * 420, number * 360, rounds)
        yield from scenes.roll_out(stage, case, name, 10)
    stage.do("kari", benefits.start_harvest, case)
    yield rounds[0] + timedelta(days=5)
    for name, number in users.items():
        if name in ("Hjartdal", "Notodden"):
            scenes.skip(stage, price, name, "Fakturaene er ikke delt på avtale ennå.")
        else:
            scenes.measure(stage, price, name, number * 358)
        yield 1


def rota(stage: Stage) -> Iterator[Any]:
    """A rota system: new terms were agreed in the existing agreement. Rollag's training is late."""
    yield stage.ago(330)
    case = scenes.report(
        stage,
        "Tinn",
        title="Turnussystem – nye vilkår",
        kind="renegotiation",
        in_use_today="Felles turnussystem",
        needs="Avtalen går ut. Vi vil ha årsturnus og app for de ansatte i samme avtale.",
        rough_value=stage.money(1_900_000),
        draft_benefits="Færre timer til turnusplanlegging.",
    )
    yield 5
    scenes.assess(stage, case, (4, 3, 4, 3, 3), (5,), "Bør reforhandles sammen.")
    yield 1
    stage.do("kari", scenes.assessment.accept_report, case)
    yield 2
    scenes.ask_all(stage, case, "Bruker dere systemet i dag?", working_days=10)
    yield 2
    given = {
        "Tinn": ("yes", 95_000),
        "Rollag": ("yes", 42_000),
        "Flesberg": ("yes", 55_000),
        "Hjartdal": ("yes", 44_000),
        "Kongsberg": ("no", 0),
        "Notodden": ("no", 0),
        "Nore og Uvdal": ("yes", 58_000),
    }
    yield from scenes.answers(stage, case, given)
    yield 12
    joining = [name for name, (choice, _value) in given.items() if choice == "yes"]
    yield from scenes.commit(stage, case, joining)
    yield 4
    yield from scenes.plan(
        stage,
        case,
        "renegotiation",
        "Endringen er ikke vesentlig: samme leverandør, samme formål, under ti prosent av verdien.",
        existing_agreement="Felles turnussystem 2022–2026",
    )
    stage.do(
        "siri",
        scenes.contracts.agree_renegotiation,
        case,
        supplier="Turnus Norge AS",
        checked=dict.fromkeys(scenes.contracts.MATERIAL_CHANGE, False),
        note="Årsturnus og app er med.",
    )
    yield 8
    for name in joining:
        scenes.sign(stage, case, name, given[name][1], clock.today() + timedelta(days=30), years=2)
        yield 2
    stage.do("kari", scenes.contracts.close_contracting, case)
    hours = scenes.benefit(
        stage,
        case,
        joining,
        title="Færre timer til turnusplanlegging",
        kind="time",
        question="Hvor mange timer brukte dere på turnusplaner siste halvår?",
        unit="timer",
    )
    yield 6
    for name in joining:
        scenes.harvest(stage, hours, name, 160, 110, [stage.real_today + timedelta(days=120)])
    for name in joining:
        if name not in ("Rollag", "Nore og Uvdal"):
            yield from scenes.roll_out(stage, case, name, 25)
    yield stage.ago(45)
    row = stage.part(Rollout, case, "Rollag")
    first = stage.working(stage.ago(4))
    stage.do("ola", rollout.plan_rollout, row, planned_on=first)
    yield stage.ago(12)
    later = stage.working(stage.real_today + timedelta(days=50))
    stage.do("torunn", rollout.plan_rollout, stage.part(Rollout, case, "Nore og Uvdal"), planned_on=later)
    stage.do("ola", rollout.check_off, row, ["routines", "data_protection", "risk_analysis"])
    stage.do("arne", rollout.accept_operations, row)
    yield stage.ago(3)
    stage.do(
        "ola",
        rollout.plan_rollout,
        row,
        planned_on=stage.working(stage.real_today + timedelta(days=17)),
        delay_cause="To vikarer manglet. Opplæringen er flyttet.",
    )


def national_component(stage: Stage) -> Iterator[Any]:
    """A national component for access to records: nothing to buy, straight to taking into use."""
    yield stage.ago(420)
    case = scenes.report(
        stage,
        "Sigdal",
        title="Nasjonal løsning for innsyn i egne saker",
        kind="integration",
        needs="Innbyggerne spør oss om hvor saken står. Den nasjonale løsningen kan kobles til arkivet.",
        draft_benefits="Færre henvendelser på telefon.",
        obstacles="Arkivet må levere data.",
    )
    yield 8
    scenes.assess(stage, case, (2, 4, 4, 2, 5), (1, 2), "Bør startes. Nasjonale løsninger skal brukes.")
    yield 1
    stage.do("kari", scenes.assessment.accept_report, case)
    yield 1
    scenes.ask_all(stage, case, "Vil dere koble til nå?", working_days=10)
    yield 2
    given = {name: ("yes" if name not in ("Tinn", "Hjartdal") else "no", 0) for name in MEMBERS}
    yield from scenes.answers(stage, case, given)
    yield 3
    joining = [name for name, (choice, _value) in given.items() if choice == "yes"]
    yield from scenes.commit(stage, case, joining)
    yield 5
    yield from scenes.plan(stage, case, "none", "Løsningen er nasjonal og gratis å koble seg til.")
    stage.do("siri", scenes.contracts.proceed_without_procurement, case, note="K-IKT kobler til arkivet.")
    calls = scenes.benefit(
        stage,
        case,
        joining,
        title="Færre henvendelser om saker",
        kind="quality",
        question="Hvor mange spurte om egen sak siste kvartal?",
        unit="henvendelser",
    )
    yield 10
    for name in joining:
        scenes.harvest(stage, calls, name, 240, 150, [stage.real_today + timedelta(days=40)])
        yield from scenes.roll_out(stage, case, name, 20)
    stage.do("kari", benefits.start_harvest, case)


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
    yield 14
    yield from scenes.plan(stage, case, "full", "Verdien er over EØS-terskelen.", cpv="72000000")
    scenes.announce(stage, case, "2026-104410", days=42)
    yield 45
    tenders = {"Arkiv Øst AS": 7_420_000, "Saksflyt AS": 7_900_000, "Noark Partner AS": 8_350_000}
    yield from scenes.evaluate(stage, case, tenders, "Best på arkivuttrekk og innføringsplan.")
    ends = scenes.letters(stage, case)
    yield max(ends + timedelta(days=2), stage.ago(24))
    stage.do("siri", scenes.award.open_contracts, case)
    yield 4
    for name in ("Kongsberg", "Notodden", "Flesberg", "Hjartdal"):
        scenes.sign(stage, case, name, yearly[name] * 0.88, stage.real_today + timedelta(days=70))
        yield 3
    live = stage.working(stage.real_today + timedelta(days=75))
    stage.do("tor", rollout.plan_rollout, stage.part(Rollout, case, "Notodden"), planned_on=live)


ACTS = (child_welfare, licences, rota, national_component, archive)
