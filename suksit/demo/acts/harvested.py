"""Two cases that have gone the whole way: what was promised is measured, year after year."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from suksit.benefits import actions as benefits
from suksit.cases.models import ChangeCase
from suksit.demo import scenes
from suksit.demo.stage import MEMBERS, Stage
from suksit.models import Rollout
from suksit.rollout import actions as rollout
from workflow import clock

ALL = tuple(MEMBERS)
ASKED = {"Flesberg": "evalund", "Kongsberg": "ingrid"}  # whom the others may ask how it was done
TWICE = "Vi betaler for den gamle sentralen også, til oppsigelsestiden er ute."


def response_centre(stage: Stage) -> Iterator[Any]:
    """A response centre for welfare technology: in use for two years, measured each half-year."""
    yield stage.ago(1120)
    case = scenes.report(
        stage,
        "Kongsberg",
        title="Responssenter for velferdsteknologi",
        kind="new",
        needs="Trygghetsalarmene går til hver sin vaktsentral. Vi vil ha ett responssenter som svarer for alle.",
        affected="Hjemmetjenesten, brukere og pårørende",
        rough_value=stage.money(6_000_000),
        draft_benefits="Færre unødige utrykninger, raskere svar, lavere kostnad per alarm.",
        obstacles="Rutiner for utrykning er ulike i kommunene.",
    )
    scenes.attach(
        stage,
        "ingrid",
        case,
        "Behovsnotat responssenter.docx",
        "Kongsberg har 410 trygghetsalarmer. Av 100 utrykninger i fjor var 38 unødige.",
        "Vi trenger en sentral som siler alarmene, dokumenterer i journalen og svarer innen 60 sekunder.",
        "Det må avklares hvem som rykker ut om natten, og hvordan sentralen får lese journalen.",
    )
    yield 6
    scenes.assess(stage, case, (4, 5, 3, 4, 5), (2, 3, 7), "Bør startes. Alle åtte har behovet.")
    yield 2
    stage.do("kari", scenes.assessment.accept_report, case)
    yield 3
    scenes.ask_all(stage, case, "Hvor mange alarmer har dere? Når går avtalen ut?")
    yield 2
    given = {
        "Kongsberg": ("yes", 520_000),
        "Notodden": ("yes", 280_000),
        "Flesberg": ("yes", 75_000),
        "Rollag": ("yes", 48_000),
        "Tinn": ("yes", 150_000),
        "Nore og Uvdal": ("yes", 70_000),
        "Hjartdal": ("yes", 52_000),
        "Sigdal": ("no", 0),
    }
    yield from scenes.answers(stage, case, given)
    yield 4
    joining = [name for name in given if name != "Sigdal"]
    yield from scenes.commit(stage, case, joining)
    yield 10
    reason = "Verdien er over EØS-terskelen."
    yield from scenes.plan(stage, case, "full", reason, cpv="48000000")
    scenes.announce(stage, case, "2024-100417")
    yield 37
    tenders = {"Trygg Respons AS": 4_180_000, "Nordisk Varsling AS": 4_650_000, "Alarmsenteret AS": 5_020_000}
    yield from scenes.evaluate(stage, case, tenders, "Best på svartid og opplæring, og lavest pris.")
    ends = scenes.letters(stage, case)
    yield ends + timedelta(days=2)
    stage.do("siri", scenes.award.open_contracts, case)
    yield 5
    for name in joining:
        yearly = given[name][1] * 0.86
        scenes.sign(stage, case, name, yearly, clock.today() + timedelta(days=45))
        yield 2
    scenes.attach(
        stage,
        "ola",
        case,
        "Avtale Rollag og Trygg Respons AS.pdf",
        "Avtale om responssenter etter SSA-L mellom Rollag kommune og Trygg Respons AS.",
        "Avtalen gjelder i fire år, med rett til forlengelse i to år. Oppsigelsestiden er seks måneder.",
        "Sentralen svarer 95 av 100 alarmer innen 60 sekunder. Avvik meldes hver måned.",
        visibility=scenes.Visibility.PARTICIPANTS,
    )
    stage.do("kari", scenes.contracts.close_contracting, case)
    quick = scenes.benefit(
        stage,
        case,
        joining,
        title="Færre unødige utrykninger",
        kind="time",
        question="Hvor mange timer brukte dere på unødige utrykninger siste halvår?",
        unit="timer",
        where_to_find="I vaktloggen: Rapporter, så «Utrykninger uten tiltak».",
        assumption="Responssenteret siler alarmene før de går til hjemmetjenesten.",
    )
    cheap = scenes.benefit(
        stage,
        case,
        joining,
        title="Lavere kostnad til alarmsentral",
        kind="money",
        question="Hva betalte dere for alarmsentral siste år?",
        unit="kroner i året",
        where_to_find="I regnskapet, ansvar hjemmetjenesten.",
    )
    yield 12
    size = {"Kongsberg": 10, "Notodden": 5, "Tinn": 3}
    start = clock.today()
    rounds = [*(start + timedelta(days=days) for days in (210, 390, 570, 750)), stage.ago(32)]
    for name in joining:
        scale = size.get(name, 1)
        owner = "liv" if name == "Rollag" else ""
        scenes.harvest(stage, quick, name, 60 * scale, 24 * scale, rounds, owner)
        scenes.harvest(stage, cheap, name, 52_000 * scale, 44_000 * scale, [rounds[1], rounds[3]])
        yield 1
    for name in joining:
        yield from scenes.roll_out(stage, case, name, 30)
    stage.do("kari", benefits.start_harvest, case)
    silent = {("Hjartdal", 0), ("Hjartdal", 1), ("Nore og Uvdal", 2)}
    for number, due in enumerate(rounds):
        yield due + timedelta(days=4)
        for name in joining:
            scale = size.get(name, 1)
            if (name, number) == ("Rollag", 4):
                continue
            if (name, number) in silent:
                scenes.skip(stage, quick, name, "Vaktloggen ble ført på papir. Vi kommer i gang neste halvår.")
            else:
                scenes.measure(stage, quick, name, (50 - 7 * number) * scale)
            if number in (1, 3):
                pays_twice = (name, number) == ("Tinn", 3)
                cost, note = (56_000, TWICE) if pays_twice else (50_000 - 2_000 * number, "")
                scenes.measure(stage, cheap, name, cost * scale, note)
            yield 1
    scenes.story(
        stage,
        quick,
        "Rollag",
        "Ring før du rykker ut",
        "Vakten ringer brukeren før bilen kjører. Halvparten av alarmene løses på telefonen.",
    )


def building_permits(stage: Stage) -> Iterator[Any]:
    """A building-permit system: shorter time to a decision. Sigdal has not taken it into use."""
    yield stage.ago(1010)
    case = scenes.report(
        stage,
        "Flesberg",
        title="Felles byggesaksløsning",
        kind="replacement",
        in_use_today="Lokalt byggesakssystem",
        needs="Saksbehandlingen tar for lang tid, og søkeren ser ikke hvor saken står.",
        affected="Byggesak, søkere og naboer",
        rough_value=stage.money(2_400_000),
        draft_benefits="Kortere saksbehandlingstid og færre mangelbrev.",
    )
    scenes.attach(
        stage,
        "evalund",
        case,
        "Behovsnotat byggesak.docx",
        "Flesberg behandlet 96 byggesaker i fjor. 41 søknader ble sendt tilbake fordi noe manglet.",
        "Søkeren bør se hvor saken står, og rette mangler selv. Løsningen må levere til arkivet.",
    )
    yield 5
    scenes.assess(stage, case, (3, 5, 4, 3, 5), (1, 3, 5), "Bør startes sammen.")
    yield 2
    stage.do("kari", scenes.assessment.accept_report, case)
    yield 2
    scenes.ask_all(stage, case, "Hvor mange byggesaker har dere i året?")
    yield 2
    yearly = {
        "Flesberg": 62_000,
        "Hjartdal": 44_000,
        "Kongsberg": 260_000,
        "Nore og Uvdal": 60_000,
        "Notodden": 150_000,
        "Rollag": 40_000,
        "Sigdal": 70_000,
        "Tinn": 110_000,
    }
    yield from scenes.answers(stage, case, {name: ("yes", value) for name, value in yearly.items()})
    yield 3
    yield from scenes.commit(stage, case, list(yearly))
    yield 8
    yield from scenes.plan(stage, case, "full", "Verdien er over EØS-terskelen.", cpv="48000000")
    scenes.announce(stage, case, "2024-103350")
    yield 38
    tenders = {"Plan og Bygg Digital AS": 2_610_000, "Byggesak Nord AS": 2_930_000}
    yield from scenes.evaluate(stage, case, tenders, "Best på brukervennlighet og integrasjon mot arkivet.")
    ends = scenes.letters(stage, case)
    yield ends + timedelta(days=3)
    stage.do("siri", scenes.award.open_contracts, case)
    yield 6
    for name, value in yearly.items():
        if name != "Sigdal":
            scenes.sign(stage, case, name, value * 0.91, clock.today() + timedelta(days=40))
            yield 2
    stage.do("kari", scenes.contracts.close_contracting, case)
    faster = scenes.benefit(
        stage,
        case,
        ALL,
        title="Kortere saksbehandlingstid i byggesak",
        kind="quality",
        question="Hvor mange dager tok en byggesak?",
        unit="dager",
        where_to_find="I byggesaksløsningen: Rapporter, så «Behandlingstid». Bruk kolonnen «Midtverdi».",
        assumption="Sjekkliste før søknad, og søkeren retter mangler selv.",
    )
    yield 20
    start = clock.today()
    last_round = stage.ago(4)
    rounds = [start + timedelta(days=200), start + timedelta(days=350), start + timedelta(days=520), last_round]
    own = {
        "Flesberg": (36, 24, (31, 26, 22, 22)),
        "Kongsberg": (38, 25, (33, 28, 24, 24)),
        "Notodden": (42, 28, (39, 36, 31, None)),
        "Rollag": (33, 24, (31, 30, 26, None)),
        "Tinn": (35, 25, (None, 31, 27, None)),
        "Nore og Uvdal": (30, 22, (None, None, None, None)),
    }
    for name, (baseline, target, _numbers) in own.items():
        scenes.harvest(stage, faster, name, baseline, target, rounds, ASKED.get(name, ""))
        yield 1
    scenes.harvest(stage, faster, "Hjartdal", None, 24, rounds)
    scenes.harvest(stage, faster, "Sigdal", 34, 24, [])
    yield 1
    for name in yearly:
        if name != "Sigdal":
            yield from scenes.roll_out(stage, case, name, 14)
    stage.do("kari", benefits.start_harvest, case)
    reasons = {
        "Hjartdal": "Vi har ikke funnet nullpunktet. Det kan hentes fra arkivet.",
        "Nore og Uvdal": "Byggesaksbehandleren sluttet. Vi rakk ikke å hente tallet.",
        "Tinn": "Vi begynte i mars, og har for få saker.",
    }
    for number, due in enumerate(rounds):
        if number == 3:
            what_worked(stage, case, faster)
            yield from late_joiner(stage, case)
        yield due + timedelta(days=2)
        for name, (_baseline, _target, numbers) in {**own, "Hjartdal": (None, None, (None,) * 4)}.items():
            if numbers[number] is not None:
                scenes.measure(stage, faster, name, numbers[number])
            elif number < 3:
                scenes.skip(stage, faster, name, reasons[name])


def what_worked(stage: Stage, case: ChangeCase, faster: Any) -> None:
    """The two that have reached their target tell the others how."""
    scenes.story(
        stage,
        faster,
        "Flesberg",
        "Sjekkliste før søknad",
        "Flesberg går gjennom en sjekkliste med søkeren før innsending. Færre søknader må sendes tilbake.",
    )
    scenes.attach(
        stage,
        "evalund",
        case,
        "Sjekkliste før søknad om byggesak.pdf",
        "1. Er nabovarsel sendt til alle, og er fristen på to uker ute?",
        "2. Ligger situasjonskartet ved, med målsatt avstand til nabogrensen?",
        "3. Er det søkt om dispensasjon der planen krever det?",
        "4. Er ansvarsrettene erklært, eller er tiltaket unntatt?",
    )
    scenes.story(stage, faster, "Kongsberg", "Fast byggesaksdag", "Kongsberg samler enkle saker på én dag i uken.")


def late_joiner(stage: Stage, case: ChangeCase) -> Iterator[Any]:
    """Sigdal's old agreement has run out: it signs now, and takes the solution into use next spring."""
    yield stage.ago(60)
    spring = stage.working(date(stage.real_today.year + 1, 3, 1))
    scenes.sign(stage, case, "Sigdal", 64_000, spring, years=2)
    yield 12
    stage.do("anne", rollout.plan_rollout, stage.part(Rollout, case, "Sigdal"), planned_on=spring)
    yield 9
    stage.do("arne", rollout.accept_operations, stage.part(Rollout, case, "Sigdal"))


ACTS = (response_centre, building_permits)
