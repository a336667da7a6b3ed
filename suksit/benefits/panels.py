"""What a case shows of its benefits: each with how many have measured, and the own municipality's state."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import pgettext

from suksit.benefits import rules
from suksit.benefits.models import Benefit
from suksit.benefits.queries import lines_of
from suksit.benefits.views import list_row
from suksit.cases.models import ChangeCase
from workflow.actors import Actor
from workflow.panels import Panel, register


def benefit_panel(case: ChangeCase, actor: Actor) -> Iterator[Panel]:
    """The benefits by title. Four queries, whatever their number."""
    benefits = list(Benefit.objects.filter(case_id=case.pk).select_related("case").order_by("title", "pk"))
    may_plan = rules.can_plan_benefit(case, actor) and case.state in ("rollout", "benefits", "procured")
    if not benefits and not may_plan:
        return
    lines = lines_of(benefits)
    yield Panel(
        "benefits/panel.html",
        {
            "rows": [list_row(row, lines[row.pk], actor) for row in benefits],
            "deed": {
                "label": pgettext("benefits", "Describe a benefit"),
                "url": reverse("plan_benefit", args=[case.pk]),
            }
            if may_plan
            else None,
        },
        rank=20 if case.state in ("benefits", "closed") else 65,
    )


register(benefit_panel)
