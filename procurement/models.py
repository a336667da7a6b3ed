"""The domain's tables, gathered from the stages in process order."""

from procurement.award.models import Award
from procurement.cases import ProcurementCase
from procurement.competition.models import Competition, Tender
from procurement.contract.models import Contract
from procurement.invitation.models import Answer, Authorisation, Invitation
from procurement.law.models import LegalDeadline, Threshold
from procurement.planning.models import Plan, Responsible, Route

__all__ = [
    "Answer",
    "Authorisation",
    "Award",
    "Competition",
    "Contract",
    "Invitation",
    "LegalDeadline",
    "Plan",
    "ProcurementCase",
    "Responsible",
    "Route",
    "Tender",
    "Threshold",
]
