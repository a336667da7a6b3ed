"""A case in which a municipality holds an option to join later."""

from decimal import Decimal

from procurement.invitation import actions as invitation
from procurement.invitation import commitment
from procurement.models import Answer, Authorisation
from suksit.cases.models import ChangeCase
from tests.procurement.competition.browser import Browser
from tests.walk import Walker


def with_option_holder(walker: Walker, *, route: str = "call_off") -> Browser:
    """A case in which Notodden holds an option, called off and open for signing."""
    case = walker.to("invitation")
    for member, name, choice in (("ola", "Rollag", "yes"), ("tor", "Notodden", "option")):
        row = walker.part(Answer, case, name)
        walker.do(member, invitation.answer_invitation, row, choice=choice, annual_value=Decimal(100_000))
    walker.do("kari", invitation.close_invitation, case)
    for executive, name in (("dag", "Rollag"), ("hans", "Notodden")):
        walker.do(executive, commitment.give_authorisation, walker.part(Authorisation, case, name), title="Direktør")
    walker.do("kari", commitment.name_lead_buyer, case, walker.cast.party("KO").pk)
    walker.do("kari", commitment.close_commitment, case)
    if route == "call_off":
        walker.go_straight(case, route)
    else:
        walker.plan(case, route)
    return Browser(walker, walker.see(lambda: ChangeCase.objects.get(pk=case.pk)))
