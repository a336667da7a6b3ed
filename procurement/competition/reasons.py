"""Why a competition ends without an award: the eForms codes in daily words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CancelCode(models.TextChoices):
    """The eForms non-award justifications (codelist `non-award-justification`), the usual ones first."""

    FAULT = "tch-pr-error", _("A fault in the documents or in how it was done")
    NEED = "chan-need", _("The need has changed")
    FUNDS = "ins-fund", _("There is not enough money")
    NONE_CAME = "no-rece", _("No tenders came")
    ONE_LEFT = "one-admis", _("Only one tender was admitted")
    ALL_REJECTED = "all-rej", _("All tenders were rejected")
    OWN_REVIEW = "rev-buyer", _("The buyer reviewed it after a complaint")
    REVIEW_BODY = "rev-body", _("A complaints board or a court decided it")
    NOT_SIGNED = "no-signed", _("The winner did not sign")
    OTHER = "other", _("Something else")
