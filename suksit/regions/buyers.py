"""The region as the procurement asks about it."""

from procurement.invitation.directory import Delegation, Directory
from suksit.regions.engagements import holding
from suksit.regions.models import Engagement
from suksit.regions.queries import lead_buyers, member_parties
from suksit.regions.roles import ROLES
from workflow import clock


def delegation(user_id: int, party_id: int, region_id: int) -> Delegation | None:
    """How far a person may bind a party today, by the engagement that gives the right."""
    binding = [role.name for role in ROLES.values() if "give_authorisation" in role.permissions]
    row = (
        Engagement.objects.filter(
            holding(clock.today()), person_id=user_id, party_id=party_id, region_id=region_id, role__in=binding
        )
        .order_by("-from_date")
        .first()
    )
    if row is None:
        return None
    title = row.title or str(ROLES[row.role].label)
    return Delegation(title, row.delegation_limit, row.from_date, row.delegation_note)


DIRECTORY = Directory(partners=member_parties, lead_buyers=lead_buyers, delegation=delegation)
