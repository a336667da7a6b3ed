"""A file whose deed was rolled back is removed, a day later; every other file stays."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from suksit.cases import actions
from suksit.cases.models import ChangeCase
from tests.walk import Walker
from workflow import clock, orphans
from workflow.models import Document
from workflow.orphans import remove_orphans
from workflow.uploads import CheckedUpload


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    """The folder of the documents, on a disk."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    return tmp_path / "documents"


@pytest.fixture
def case(walker: Walker) -> ChangeCase:
    """A case that one may attach to."""
    return walker.to("reported")


def attach(walker: Walker, case: ChangeCase) -> Document:
    """Ola attaches a file."""
    checked = CheckedUpload("plan.pdf", "application/pdf", "0" * 64, 4)
    return walker.do("ola", actions.attach_document, case, checked, ContentFile(b"plan", name="plan.pdf"))


def attach_and_fail(walker: Walker, case: ChangeCase) -> None:
    """Ola attaches a file, and what comes after it fails."""
    with transaction.atomic():
        attach(walker, case)
        transaction.set_rollback(True)


def later(hours: int) -> Any:
    """Some hours from now."""
    return clock.travel(clock.now() + timedelta(hours=hours))


def test_file_of_a_deed_that_was_rolled_back_is_removed_after_a_day(
    walker: Walker, case: ChangeCase, files: Path
) -> None:
    """The row is gone with the transaction, the file is not; the sweep takes it, and leaves the other."""
    kept = attach(walker, case)
    attach_and_fail(walker, case)
    assert walker.see(Document.objects.count) == 1
    assert len(list(files.iterdir())) == 2
    with later(25):
        assert remove_orphans() == 1
        assert remove_orphans() == 0
    (left,) = files.iterdir()
    assert (left.name, left.read_bytes()) == (Path(kept.file.name).name, b"plan")


def test_file_of_today_is_left_alone(walker: Walker, case: ChangeCase, files: Path) -> None:
    """Its deed may not be committed yet."""
    attach_and_fail(walker, case)
    with later(23):
        assert remove_orphans() == 0
    assert len(list(files.iterdir())) == 1


def test_what_lies_elsewhere_is_left_alone(walker: Walker, files: Path) -> None:
    """Only the folder of the documents is swept; one that is not there yet is empty."""
    beside = files.parent / "readme.txt"
    beside.write_text("mine")
    with later(48):
        assert not files.exists()
        assert remove_orphans() == 0
    assert beside.exists()


def test_many_files_are_asked_for_in_parts(
    walker: Walker, case: ChangeCase, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each part is judged by its own rows."""
    monkeypatch.setattr(orphans, "AT_ONCE", 2)
    for _ in range(3):
        attach(walker, case)
        attach_and_fail(walker, case)
    with later(25):
        assert remove_orphans() == 3
    assert len(list(files.iterdir())) == 3
