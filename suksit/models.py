"""The product's tables, gathered from its packages."""

from suksit.benefits.models import Benefit, Harvest, Measurement
from suksit.cases.models import ChangeCase
from suksit.changes.models import Assessment, AssessmentScore, ChangeReport, DecisionRecord, Reporter
from suksit.regions.models import (
    Body,
    Engagement,
    Membership,
    Municipality,
    Population,
    Region,
    RegionEvent,
)
from suksit.rollout.models import ChecklistItem, Rollout
from suksit.solutions.models import Agreement, AgreementImport

__all__ = [
    "Agreement",
    "AgreementImport",
    "Assessment",
    "AssessmentScore",
    "Benefit",
    "Body",
    "ChangeCase",
    "ChangeReport",
    "ChecklistItem",
    "DecisionRecord",
    "Engagement",
    "Harvest",
    "Measurement",
    "Membership",
    "Municipality",
    "Population",
    "Region",
    "RegionEvent",
    "Reporter",
    "Rollout",
]
