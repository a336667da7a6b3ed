"""Who may read what: comments, documents and texts, each by its visibility."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from procurement.invitation import actions as invitation
from suksit.cases import actions
from suksit.cases.models import ChangeCase
from tests.walk import Walker
from workflow import history
from workflow.actors import SYSTEM, Actor
from workflow.context import acting_as
from workflow.models import Visibility
from workflow.uploads import CheckedUpload
from workflow.visibility import eyes_of, visible_comments, visible_documents

SECRET = "Rollag tåler ikke prisen."
EVERYONE = ("kari", "ola", "dag", "liv", "ingrid", "tor", "siri", "arne", "berit", "mona")
READERS = {
    Visibility.REGION: set(EVERYONE),
    Visibility.OWN: {"kari", "ola", "dag", "liv"},
    Visibility.PARTICIPANTS: {"kari", "berit", "ola", "dag", "liv", "ingrid", "siri"},
    Visibility.GROUP: {"siri", "ola"},
}


@pytest.fixture
def case(walker: Walker) -> ChangeCase:
    """A case in competition: Kongsberg and Rollag take part, Notodden said no, Siri evaluates."""
    return walker.to("competition")


def read_by(walker: Walker, read: Callable[[Actor], Any]) -> set[str]:
    """Those who find something."""
    return {name for name in EVERYONE if walker.cast.see(name, read)}


@pytest.mark.parametrize("visibility", list(READERS))
def test_comment_is_read_by_those_it_is_for(walker: Walker, case: ChangeCase, visibility: str) -> None:
    """The same for the comment, its entry, and the text in the timeline. Who wrote it may always read it."""
    walker.do("ola", actions.comment_case, case, text=SECRET, visibility=visibility)

    def told(actor: Actor) -> list[str]:
        eyes = eyes_of(case, actor)
        rows = history.with_texts(case, history.entries(case, eyes).filter(deed="comment_case"), eyes)
        return [said.text for row in rows for said in row.texts]

    assert read_by(walker, lambda actor: list(visible_comments(case, actor))) == READERS[visibility]
    assert read_by(walker, told) == READERS[visibility]
    assert (
        read_by(walker, lambda actor: history.entries(case, eyes_of(case, actor)).filter(deed="comment_case").exists())
        == (READERS[visibility])
    )


@pytest.mark.parametrize("visibility", list(READERS))
def test_document_is_found_by_those_it_is_for(
    walker: Walker, case: ChangeCase, visibility: str, settings: Any, tmp_path: Path
) -> None:
    """What is not in the query does not exist for the actor."""
    settings.MEDIA_ROOT = tmp_path
    checked = CheckedUpload("pris.pdf", "application/pdf", "0" * 64, 3)
    walker.do("ola", actions.attach_document, case, checked, ContentFile(b"abc", "x"), visibility=visibility)
    assert read_by(walker, lambda actor: list(visible_documents(case, actor))) == READERS[visibility]


def test_machine_reads_everything(walker: Walker, case: ChangeCase) -> None:
    """Jobs and exports see all; they choose for whom."""
    walker.do("ola", actions.comment_case, case, text=SECRET, visibility=Visibility.GROUP)
    with acting_as(SYSTEM):
        assert [row.text for row in visible_comments(case, SYSTEM)] == [SECRET]
        assert history.entries(case, eyes_of(case, SYSTEM)).filter(deed="comment_case").count() == 1


def test_reason_for_no_is_kept_to_the_party_and_the_coordinator(walker: Walker) -> None:
    """The remark is for all; the private reason is not."""
    case = walker.to("invitation")
    walker.do(
        "ola",
        invitation.answer_invitation,
        walker.answer_of(case, "Rollag"),
        choice="no",
        remark="Passer ikke nå.",
        private_reason=SECRET,
    )

    def texts(actor: Actor) -> set[str]:
        eyes = eyes_of(case, actor)
        return {said.text for row in history.with_texts(case, history.entries(case, eyes), eyes) for said in row.texts}

    assert {name for name in EVERYONE if SECRET in walker.cast.see(name, texts)} == READERS[Visibility.OWN]
    assert {name for name in EVERYONE if "Passer ikke nå." in walker.cast.see(name, texts)} == set(EVERYONE)
