"""Loading the law's rows."""

from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from procurement.law.loading import load, load_law
from procurement.models import LegalDeadline, Threshold
from workflow import database

AS_OWNER = pytest.mark.django_db(databases=[database.OWNER])
ROW = '[[threshold]]\nkind = "act"\namount = 1\nvalid_from = 1990-01-01\ncitation = "x"\nsource = "y"\n'


def counts() -> tuple[int, int]:
    """How many rows there are, in the owner's eyes."""
    return tuple(model.objects.using(database.OWNER).count() for model in (Threshold, LegalDeadline))


@AS_OWNER
def test_loading_again_changes_nothing() -> None:
    """It may be run at every start."""
    before = counts()
    assert load_law() == 0
    assert counts() == before == (13, 11)


@AS_OWNER
def test_corrected_row_is_changed(tmp_path: Path) -> None:
    """By its kind and first day."""
    path = tmp_path / "law.toml"
    path.write_text(ROW, encoding="utf-8")
    assert load(path) == 1
    path.write_text(ROW.replace("amount = 1", "amount = 2"), encoding="utf-8")
    assert load(path) == 1
    assert Threshold.objects.using(database.OWNER).get(valid_from__year=1990).amount == 2


@AS_OWNER
@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ROW.replace("kind", "kimd"), "unknown"),
        (ROW.replace('citation = "x"\n', ""), "citation"),
        (ROW.replace('"act"', '"none"'), "kind: "),
        (ROW.replace("valid_from = 1990-01-01\n", ""), "valid_from"),
    ],
)
def test_wrong_row_is_refused_and_nothing_loaded(tmp_path: Path, text: str, words: str) -> None:
    """It says which row."""
    path = tmp_path / "law.toml"
    path.write_text(ROW + text, encoding="utf-8")
    with pytest.raises(ValueError, match=f"law.toml: threshold 2.*{words}"):
        load(path)
    assert not Threshold.objects.using(database.OWNER).filter(valid_from__year=1990).exists()


def test_product_only_reads_the_law(db: None) -> None:
    """Its own role may not write the rows."""
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Threshold.objects.update(amount=1)
