"""The page for whoever came second tells what moved the case on, also when that was the machine's own deed."""

from django.utils import translation

from tests.walk import Walker
from workflow.pages import what_moved_it


def test_deed_that_nobody_does_on_a_page_has_its_words(walker: Walker) -> None:
    """The roll-out begins by itself when the contracts are closed."""
    case = walker.to("rollout")
    with translation.override("nb"):
        told = walker.cast.see("kari", lambda actor: what_moved_it(case, "close_contracting", actor))
    assert (told["who"], told["told"]) == ("SuksIT", "begynte innføringen")
