"""The chief executive's desk, and the region's desk of those who decide for no municipality."""

from datetime import timedelta
from decimal import Decimal

from procurement.invitation import commitment
from procurement.models import Authorisation
from suksit.models import Rollout
from suksit.rollout import actions as rollout
from tests.walk import Walker, on
from workflow import clock


def test_desk_without_anything_says_so_calmly(desk: object) -> None:
    """No decisions, nothing late, nothing planned, nothing to compare: each in words, and no zero that is not known."""
    page = desk("dag")
    assert "Ingen beslutning venter på deg. Alt går etter planen." in page
    assert "Ingen beslutninger venter" in page
    assert "Dette er forsinket" not in page
    assert "Ingen gevinster er planlagt for i år ennå." in page
    assert "Ingen signert avtale kan sammenlignes med det som var ventet ennå." in page
    assert "Ingen frister de neste 30 dagene." in page


def test_desk_shows_an_authorisation_with_exactly_two_facts(walker: Walker, desk: object) -> None:
    """The money over the years, the deadline with what follows, and who recommends."""
    walker.to("commitment")
    page = desk("dag")
    assert "Én beslutning venter på deg." in page
    assert "Fullmakt: Felles byggesaksløsning" in page
    assert "To kommuner blir med. Ola anbefaler ja." in page
    assert "Andelen til Rollag" in page
    assert "400 000 kr" in page
    assert "over fire år" in page
    assert "uten den går konkurransen ut uten Rollag" in page
    assert page.count('<dl class="facts pair">') == 1
    assert page.split('<dl class="facts pair">')[1].split("</dl>")[0].count("<dt>") == 2
    assert "Les og avgjør" in page
    assert "Godkjenn" not in page


def test_desk_compares_the_share_with_ones_own_authority(walker: Walker, desk: object) -> None:
    """A share above the dated limit is said to be so."""
    walker.cast.people["dag"].engagements.update(delegation_limit=Decimal(250_000))
    walker.to("commitment")
    assert "over fullmakten din på 250 000 kr" in desk("dag")


def test_desk_does_not_ask_while_the_council_is_to_decide(walker: Walker, desk: object) -> None:
    """Waiting for a meeting is neither a decision today nor a delay."""
    case = walker.to("commitment")
    row = walker.part(Authorisation, case, "Rollag")
    meeting = clock.today() + timedelta(days=20)
    walker.do("dag", commitment.send_to_council, row, body="Kommunestyret", meeting_on=meeting)
    page = desk("dag")
    assert "Ingen beslutning venter på deg." in page
    assert "Kommunestyret avgjør" in page
    assert "Felles byggesaksløsning i Kommunestyret" in page


def test_desk_shows_a_contract_with_its_cost_and_the_standstill(walker: Walker, desk: object) -> None:
    """The estimate is called one until the price is known."""
    walker.to("contract")
    page = desk("dag")
    assert "Kontrakt: Felles byggesaksløsning" in page
    assert "Felles konkurranse er ferdig. Rollag signerer sin egen avtale med Plan og Bygg AS." in page
    assert "100 000 kr" in page
    assert "anslag, slik Rollag svarte" in page
    assert "karensen går ut" in page
    assert "Les og signer" in page


def test_desk_tells_a_passed_deadline_and_whom_to_call(walker: Walker, desk: object) -> None:
    """A deadline that is over does not hide the decision."""
    walker.to("commitment")
    with on(clock.today() + timedelta(days=30)):
        page = desk("dag")
    assert "ring koordinatoren" in page
    assert "Fullmakt: Felles byggesaksløsning" in page


def test_desk_shows_only_ones_own_decisions(walker: Walker, desk: object) -> None:
    """Notodden has said no, and is asked for nothing."""
    walker.to("commitment")
    assert "Fullmakt: Felles byggesaksløsning" not in desk("hans")


def test_desk_tells_a_moved_rollout_with_its_cause_and_with_whom(walker: Walker, desk: object) -> None:
    """What slipped: when it should have been, the new date, why, with whom."""
    case = walker.to("rollout")
    row = walker.part(Rollout, case, "Rollag")
    first = clock.today() + timedelta(days=10)
    walker.do("ola", rollout.plan_rollout, row, planned_on=first)
    walker.do(
        "ola", rollout.plan_rollout, row, planned_on=first + timedelta(days=21), delay_cause="To vikarer manglet."
    )
    page = desk("dag")
    assert "Én ting er forsinket. Resten går etter planen." in page
    assert "Tas i bruk: Felles byggesaksløsning" in page
    assert "Ny dato:" in page
    assert "To vikarer manglet." in page
    assert "Hos Ola." in page


def test_desk_tells_an_overdue_task_with_whom_it_is(walker: Walker, desk: object) -> None:
    """An answer that is late stands with the member, and nobody is blamed."""
    walker.to("invitation")
    with on(clock.today() + timedelta(days=60)):
        page = desk("dag")
    assert "Skulle vært ferdig" in page
    assert "Hos Ola." in page


def test_region_desk_names_the_person_of_a_body_with_the_role(walker: Walker, desk: object) -> None:
    """Bodies have long names: the one to ring is said. The region itself is its coordinator, who keeps the capital."""
    walker.to("planning", title="Turnussystem")
    walker.to("reported", title="Bibliotekssystem")
    with on(clock.today() + timedelta(days=60)):
        page = desk("berit")
    assert "Hos Siri, innkjøper." in page
    assert "Hos Kari, SuksIT-koordinator." in page
    assert "Hos KO" not in page
    assert "Hos Kongsbergregionen" not in page
