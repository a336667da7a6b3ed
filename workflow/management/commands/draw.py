"""`manage.py draw ChangeFlow --svg`: a flow as a drawing, or as BPMN 2.0 for the tools of others."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.loader import render_to_string
from django.utils.module_loading import autodiscover_modules

from workflow.bpmn import bpmn_of
from workflow.drawing import Drawing, drawing_of
from workflow.drawing_position import marked
from workflow.flows import CaseFlow

STYLES = """
.flow text { fill: #1e2b3c; font: 14px system-ui, sans-serif }
.flow .step text, .flow .machine text { text-anchor: middle }
.flow-node rect, .flow-node circle, .flow-node polygon { fill: #fff; stroke: #5d6b7c; stroke-width: 1.5 }
.flow-line { fill: none; stroke: #5d6b7c; stroke-width: 1.5 }
.flow-arrow { fill: #5d6b7c }
@media (prefers-color-scheme: dark) {
  .flow text { fill: #e9edf2 }
  .flow-node rect, .flow-node circle, .flow-node polygon { fill: #1c2530; stroke: #9aa8b8 }
  .flow-line { stroke: #9aa8b8 }
  .flow-arrow { fill: #9aa8b8 }
}
"""


class Command(BaseCommand):
    """Prints a flow as SVG or as BPMN."""

    help = "Print a flow as SVG (--svg) or as BPMN 2.0 (--bpmn)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which flow, and as what."""
        parser.add_argument("flow", help="The name of a flow, as ChangeFlow.")
        form = parser.add_mutually_exclusive_group(required=True)
        form.add_argument("--svg", action="store_true")
        form.add_argument("--bpmn", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it. Names the flows that there are when it is none of them."""
        autodiscover_modules("flows")
        flows = {found.__name__: found for found in below(CaseFlow)}
        if options["flow"] not in flows:
            raise CommandError(f"no flow is called {options['flow']}; there are: {', '.join(sorted(flows))}")
        drawing = drawing_of(flows[options["flow"]])
        self.stdout.write(bpmn_of(drawing).decode() if options["bpmn"] else svg_of(drawing))


def svg_of(drawing: Drawing) -> str:
    """The drawing as a file that stands alone."""
    steps = "; ".join(box.label for box in drawing.boxes)
    words = {"title": drawing.flow.__name__, "description": steps, "styles": STYLES}
    return render_to_string("workflow/flow.svg", marked(drawing, {}) | words).strip()


def below(flow_class: type[CaseFlow]) -> Iterator[type[CaseFlow]]:
    """Every flow made from another."""
    for found in flow_class.__subclasses__():
        yield found
        yield from below(found)
