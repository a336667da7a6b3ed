"""Cases that run now: in standstill, in competition, waiting for authorisations, for answers, on hold."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from procurement.models import Authorisation
from suksit.cases import actions as cases
from suksit.demo import scenes
from suksit.demo.stage import Stage


def school_portal(stage: Stage) -> Iterator[Any]:
    """A portal for kindergartens and schools: the award is made, and nobody may sign yet."""
    yield stage.ago(260)
    case = scenes.report(
        stage,
        "Kongsberg",
        title="Oppvekstportal for foreldre og ansatte",
        kind="new",
        needs="Foreldre bruker fire ulike apper. Vi vil ha én vei inn.",
        rough_value=stage.money(2_900_000),
        draft_benefits="Mindre tid til beskjeder, færre telefoner.",
    )
    yield 6
    scenes.assess(stage, case, (3, 5, 3, 2, 5), (1, 2, 7), "Bør startes sammen.")
    yield 1
    stage.do("kari", scenes.assessment.accept_report, case)
    yield 2
    scenes.ask_all(stage, case, "Hvilke apper bruker dere i dag?")
    yield 2
    given = {
        "Kongsberg": ("yes", 290_000),
        "Rollag": ("yes", 38_000),
        "Sigdal": ("yes", 62_000),
        "Tinn": ("yes", 105_000),
        "Flesberg": ("option", 55_000),
        "Notodden": ("yes", 160_000),
        "Hjartdal": ("no", 0),
        "Nore og Uvdal": ("yes", 56_000),
    }
    yield from scenes.answers(stage, case, given)
    yield 6
    joining = [name for name, (choice, _value) in given.items() if choice != "no"]
    yield from scenes.commit(stage, case, joining)
    yield 9
    yield from scenes.plan(stage, case, "full", "Verdien er over EØS-terskelen.", cpv="48000000")
    scenes.announce(stage, case, "2026-109934", days=38)
    yield 41
    yield stage.ago(24)
    tenders = {"Oppvekst Digital AS": 2_540_000, "Skolebroen AS": 2_760_000}
    yield from scenes.evaluate(stage, case, tenders, "Best for foreldrene, og lavest pris over fire år.")
    scenes.letters(stage, case)


def telephony(stage: Stage) -> Iterator[Any]:
    """Telephony and contact centre: invitation to tender is out, below the national threshold."""
    yield stage.ago(190)
    case = scenes.report(
        stage,
        "Notodden",
        title="Telefoni og kontaktsenter",
        kind="replacement",
        in_use_today="Sentralbord fra 2016",
        needs="Sentralbordet støttes ikke lenger.",
        rough_value=stage.money(1_100_000),
        draft_benefits="Kortere ventetid på telefon.",
    )
    yield 7
    scenes.assess(stage, case, (3, 4, 4, 3, 3), (1, 5), "Bør startes for dem som har samme avtale.")
    yield 1
    stage.do("kari", scenes.assessment.accept_report, case)
    yield 2
    scenes.ask_all(stage, case, "Når går avtalen ut?")
    yield 3
    given = {
        "Notodden": ("yes", 120_000),
        "Tinn": ("yes", 75_000),
        "Hjartdal": ("yes", 30_000),
        "Kongsberg": ("no", 0),
        "Flesberg": ("no", 0),
        "Rollag": ("no", 0),
        "Nore og Uvdal": ("no", 0),
        "Sigdal": ("no", 0),
    }
    yield from scenes.answers(stage, case, given, every=2)
    yield 2
    yield from scenes.commit(stage, case, ["Notodden", "Tinn", "Hjartdal"])
    yield stage.ago(26)
    yield from scenes.plan(stage, case, "simplified", "Samlet verdi er under nasjonal terskel.")
    scenes.invite(stage, case, days=24)


def patient_records(stage: Stage) -> Iterator[Any]:
    """Electronic patient records: authorisations are gathered. Rollag's waits, Tinn's council decides."""
    yield stage.ago(95)
    case = scenes.report(
        stage,
        "Tinn",
        title="Felles pasientjournal",
        kind="replacement",
        in_use_today="Journal fra 2012",
        needs="Leverandøren avvikler løsningen. Vi trenger journal som snakker med sykehuset.",
        affected="Legekontor, sykehjem og hjemmetjeneste",
        rough_value=stage.money(12_000_000),
        draft_benefits="Mindre dobbeltføring, tryggere pasienter.",
        obstacles="Personvern og overføring av gamle journaler.",
    )
    yield 8
    scenes.assess(stage, case, (3, 5, 2, 5, 5), (2, 3, 6), "Må startes. Løsningen avvikles.")
    yield 2
    stage.do("kari", scenes.assessment.accept_report, case)
    yield 3
    scenes.ask_all(stage, case, "Når må dere være over på ny journal?")
    yield 2
    yearly = {
        "Flesberg": 210_000,
        "Hjartdal": 130_000,
        "Kongsberg": 980_000,
        "Nore og Uvdal": 190_000,
        "Notodden": 540_000,
        "Rollag": 103_000,
        "Tinn": 330_000,
    }
    yield from scenes.answers(stage, case, {name: ("yes", value) for name, value in yearly.items()}, every=2)
    yield stage.ago(11)
    stage.do("kari", scenes.invitation.close_invitation, case)
    yield 3
    for name in ("Kongsberg", "Flesberg", "Notodden"):
        scenes.authorise(stage, case, name, signed=scenes.letter(name, case) if name != "Notodden" else None)
        yield 1
    stage.do(
        "steinar",
        scenes.commitment.send_to_council,
        stage.part(Authorisation, case, "Tinn"),
        body="Kommunestyret",
        meeting_on=stage.working(stage.real_today + timedelta(days=16)),
    )
    yield 1
    scenes.attach(
        stage,
        "kari",
        case,
        "Referat fra SuksIT-møtet.txt",
        "Sak 3: Felles pasientjournal. Leverandøren stenger dagens løsning om to år.",
        "Sju kommuner er med. Tinn legger saken fram for kommunestyret, de andre avgjør på delegering.",
        "Vedtak: Vi venter med kunngjøringen til Tinn har vedtatt.",
    )
    stage.do(
        "kari", cases.comment_case, case, text="Tinn tar saken i kommunestyret. Vi venter med kunngjøringen til da."
    )


def forms(stage: Stage) -> Iterator[Any]:
    """A form solution for the inhabitants: the partners are asked, and answer one by one."""
    yield stage.ago(42)
    case = scenes.report(
        stage,
        "Notodden",
        title="Felles skjemaløsning for innbyggere",
        kind="new",
        needs="Gjelder ny løsning for alle søknadsskjema. I dag skriver innbyggerne ut og sender i posten.",
        affected="Innbyggere og servicetorg",
        rough_value=stage.money(1_800_000),
        draft_benefits="Færre papirskjema å taste inn.",
    )
    scenes.attach(
        stage,
        "tor",
        case,
        "Behovsnotat skjemaløsning.docx",
        "Notodden har 74 skjema. 52 av dem skrives ut, fylles ut for hånd og sendes i posten.",
        "Servicetorget taster inn om lag 3 100 skjema i året. Det tar seks minutter per skjema.",
        "Løsningen må ha innlogging med ID-porten og levere til sak- og arkivsystemet.",
    )
    yield 12
    scenes.assess(stage, case, (3, 4, 4, 2, 5), (1, 2, 5), "Bør startes.")
    stage.do("kari", scenes.assessment.accept_report, case)
    yield stage.ago(15)
    scenes.ask_all(stage, case, "Hvor mange skjema har dere? Skal løsningen kobles til arkivet?")
    yield 2
    scenes.answer(stage, case, "Notodden", "yes", 102_500, remark="Meldte behovet.")
    yield 1
    scenes.answer(stage, case, "Flesberg", "yes", 42_500)
    yield 2
    scenes.answer(stage, case, "Tinn", "yes", 60_000)
    scenes.answer(stage, case, "Nore og Uvdal", "option", 40_000, remark="Avtalen i dag går ut i 2028.")
    yield 1
    scenes.answer(stage, case, "Sigdal", "no", remark="Har egen avtale til 2029.")
    yield 1
    scenes.answer(stage, case, "Hjartdal", "need_more", remark="Spør om kobling til arkivet.")
    yield stage.real_today
    scenes.answer(stage, case, "Kongsberg", "yes", 190_000)


def property_tax(stage: Stage) -> Iterator[Any]:
    """A property-tax system: Sigdal was silent, its chief executive was told, and it counts as neither. In planning."""
    yield stage.ago(74)
    case = scenes.report(
        stage,
        "Nore og Uvdal",
        title="System for eiendomsskatt",
        kind="upgrade",
        in_use_today="Eiendomsskattemodul",
        needs="Ny takst i 2028. Vi trenger besiktigelse på nettbrett.",
        rough_value=stage.money(900_000),
        draft_benefits="Færre klager, raskere taksering.",
    )
    yield 6
    scenes.assess(stage, case, (4, 3, 4, 3, 3), (5,), "Bør startes for dem som skal taksere.")
    stage.do("kari", scenes.assessment.accept_report, case)
    yield 2
    scenes.ask_all(stage, case, "Skal dere taksere i 2028?", working_days=10)
    yield 2
    given = {
        "Nore og Uvdal": ("yes", 60_000),
        "Rollag": ("yes", 40_000),
        "Flesberg": ("yes", 55_000),
        "Hjartdal": ("no", 0),
        "Kongsberg": ("no", 0),
        "Notodden": ("no", 0),
        "Tinn": ("no", 0),
    }
    yield from scenes.answers(stage, case, given)
    yield 22
    yield from scenes.commit(stage, case, ["Nore og Uvdal", "Rollag", "Flesberg"])


def maps(stage: Stage) -> Iterator[Any]:
    """Maps and geodata: a good idea that waits for a national decision."""
    yield stage.ago(64)
    case = scenes.report(
        stage,
        "Flesberg",
        title="Kart og geodata",
        kind="upgrade",
        needs="Kartløsningen er treg, og 3D-data kan ikke vises.",
        draft_benefits="Mindre tid til å lete i kart.",
    )
    yield 9
    scenes.assess(stage, case, (2, 3, 3, 2, 4), (4, 7), "Vent på den nasjonale avklaringen.")
    yield 4
    stage.do("kari", cases.hold_case, case, reason="Kartverket avklarer felles forvaltningsløsning i vår.")


ACTS = (school_portal, telephony, patient_records, forms, property_tax, maps)
