"""Names in a row, as they stand in a sentence."""

from collections.abc import Iterable

from django.utils.text import get_text_list
from django.utils.translation import gettext as _


def listed(names: Iterable[str]) -> str:
    """Rollag, Sigdal and Tinn."""
    return str(get_text_list(list(names), _("and")))
