"""The assessment template as data."""

from datetime import date
from decimal import Decimal

from django.utils.translation import override

from suksit.changes.template_data import SCORES, template_on, templates, weighted


def test_every_criterion_has_five_anchors_in_three_languages() -> None:
    """A score without words is not a score."""
    for template in templates():
        assert [row.key for row in template.criteria] == ["economy", "quality", "risk", "necessity", "strategy"]
        for criterion in template.criteria:
            assert list(criterion.anchors) == list(SCORES)
            assert all(row.nb and row.nn and row.en for row in (*criterion.anchors.values(), criterion.label))
            assert criterion.source
        assert [row.number for row in template.principles] == [1, 2, 3, 4, 5, 6, 7]


def test_words_follow_the_readers_language() -> None:
    """Bokmål, nynorsk, English."""
    necessity = template_on(date(2026, 1, 1)).criterion("necessity")
    said = []
    for language in ("nb", "nn", "en-gb"):
        with override(language):
            said.append(str(necessity.label))
    assert said == ["Behov i driften", "Behov i drifta", "Need in daily work"]
    assert str(necessity.anchors[5].nb) == "Lovpålagt"


def test_template_of_a_day_before_the_first_is_the_first() -> None:
    """Old cases keep some words."""
    assert template_on(date(1999, 1, 1)) == templates()[0]


def test_weighted_score_counts_only_what_is_scored() -> None:
    """Nothing scored is nothing, never zero."""
    assert weighted([(5, 3), (3, 1)]) == Decimal("4.5")
    assert weighted([(4, 3), (2, 2), (5, 2)]) == Decimal("3.7")
    assert weighted([]) is None
