"""What a benefit is counted in. Kroner and time have one unit each, so that they can be added up."""

from django.utils.translation import gettext as _

from suksit.benefits.models import Benefit, BenefitKind

NOK = "nok_a_year"
HOURS = "hours_a_year"
MAN_YEARS = "man_years"
GIVEN = {BenefitKind.MONEY: NOK, BenefitKind.TIME: HOURS}


def unit_of(benefit: Benefit) -> str:
    """The words after a number: kroner a year, hours a year, man-years; for a quality, what was written."""
    words = {NOK: _("kroner a year"), HOURS: _("hours a year"), MAN_YEARS: _("man-years")}
    return words.get(benefit.unit, benefit.unit)


def question_for(benefit: Benefit, party: str) -> str:
    """The question with the municipality's name where the writer asked for it."""
    return benefit.question.replace("{kommune}", party)
