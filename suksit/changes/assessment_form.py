"""The form of the project assessment, made from the template of the day."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suksit.changes.models import Assessment
from suksit.changes.template_data import Criterion, Template

PREFIX = "score_"


def score_field(criterion: Criterion, total: int) -> forms.TypedChoiceField:
    """A criterion with its five anchors to choose from; it may be left open."""
    return forms.TypedChoiceField(
        label=str(criterion.label),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            *((score, f"{score} – {words}") for score, words in criterion.anchors.items()),
            ("", _("Not scored yet")),
        ],
        widget=forms.RadioSelect(),
        help_text=_("Counts %(weight)s of %(total)s.") % {"weight": criterion.weight, "total": total},
    )


class AssessForm(forms.Form):
    """Scores with anchors, the principles that the case serves, the law, and what is recommended."""

    def __init__(self, *args: Any, template: Template, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template = template
        total = sum(row.weight for row in template.criteria)
        scores = {f"{PREFIX}{row.key}": score_field(row, total) for row in template.criteria}
        self.fields = {**scores, **self.rest(template)}

    @staticmethod
    def rest(template: Template) -> dict[str, forms.Field]:
        """What is not scored."""
        return {
            "principles": forms.TypedMultipleChoiceField(
                label=gettext_lazy("Which principles of the strategy does it serve?"),
                required=False,
                coerce=int,
                choices=[(row.number, row.label) for row in template.principles],
                widget=forms.CheckboxSelectMultiple(),
            ),
            "required_by_law": forms.BooleanField(label=gettext_lazy("It is required by law"), required=False),
            "law_reference": forms.CharField(
                label=gettext_lazy("Which law, and which section?"), max_length=200, required=False
            ),
            "recommendation": forms.CharField(
                label=gettext_lazy("What do you recommend, and why?"),
                max_length=3000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 4}),
            ),
        }

    def clean(self) -> dict[str, Any]:
        """At least one score; and a law when it is said to be required by one."""
        values = super().clean() or {}
        if not self.errors and not self.scores():
            raise ValidationError(_("Score at least one of the criteria. The rest may wait."))
        if values.get("required_by_law") and not values.get("law_reference"):
            self.add_error("law_reference", _("Write which law requires it."))
        return values

    def scores(self) -> dict[str, tuple[int, int]]:
        """(score, weight) by criterion; those left open are left out, never zero."""
        given = [(row, self.cleaned_data.get(f"{PREFIX}{row.key}")) for row in self.template.criteria]
        return {row.key: (score, row.weight) for row, score in given if score}


def filled_in(assessment: Assessment | None) -> dict[str, Any]:
    """What stands in the assessment now, as the form's initial values."""
    if assessment is None:
        return {}
    scores = {f"{PREFIX}{row.criterion}": row.score for row in assessment.scores.all()}
    return scores | {
        name: getattr(assessment, name) for name in ("principles", "required_by_law", "law_reference", "recommendation")
    }
