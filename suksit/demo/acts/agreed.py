"""Cases without a competition: a call-off, a renegotiation, and nothing to buy."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from suksit.benefits import actions as benefits
from suksit.demo import scenes
from suksit.demo.stage import MEMBERS, Stage
from suksit.models import Rollout
from suksit.rollout import actions as rollout
from workflow import clock


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
    scenes.attach(
        stage,
        "siri",
        case,
        "Rammeavtale om lisenser.pdf",
        "Rammeavtale om kontorlisenser mellom Lisenspartner AS og åtte navngitte kommuner.",
        "Hver kommune gjør avrop for seg. Prisen per lisens følger det samlede antallet.",
    )
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


ACTS = (licences, rota, national_component)
