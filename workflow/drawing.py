"""A flow as a drawing: its boxes and lines, from top to bottom, for the page of a case and for readers of BPMN.

The places are found by the layout of viewflow's own chart. That draws from left to right, which is wider than any page;
here it is turned, so that a long flow is read downwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from viewflow.workflow import chart, flow
from viewflow.workflow.base import Node

from workflow.deeds import REGISTRY
from workflow.flows import CaseFlow
from workflow.nodes import Choice, Machine

GAP = chart.GAP_SIZE  # what the layout keeps free between boxes, and draws its lines in
MARGIN = 10
LINE_HEIGHT = 17
IN_A_BOX = 24  # characters on a line of a box
BESIDE = 150  # room for the words beside a small shape
SIZES = {"start": (30, 30), "end": (30, 30), "choice": (44, 44), "step": (182, 58), "machine": (182, 58)}


@dataclass(frozen=True)
class Box:
    """A node. x and y are of its upper left corner; `rank` counts downwards."""

    node: Node
    kind: str
    label: str
    x: int
    y: int
    width: int
    height: int
    rank: int

    @property
    def name(self) -> str:
        """The name of the node."""
        return self.node.name

    @property
    def points(self) -> str:
        """The corners of a choice: a square on its tip."""
        across, down = self.x + self.width // 2, self.y + self.height // 2
        return f"{across},{self.y} {self.x + self.width},{down} {across},{self.y + self.height} {self.x},{down}"

    @property
    def centre(self) -> tuple[int, int]:
        """The middle."""
        return self.x + self.width // 2, self.y + self.height // 2

    @property
    def tick(self) -> tuple[int, int]:
        """Where the mark of what is done begins: in the upper right corner, or in the middle of a small shape."""
        across, down = self.centre
        return (self.x + self.width - 18, self.y + 12) if self.width > BESIDE else (across - 6, down)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The words, line by line: inside a box, beside a small shape."""
        inside = self.kind in ("step", "machine")
        rows = wrap(self.label, IN_A_BOX)[:3]
        across, down = self.centre
        if not inside:
            top = down - 8 if self.kind == "choice" else down + 5
            return [{"x": self.x + self.width + 8, "y": top, "text": self.label}]
        top = down + 5 - (len(rows) - 1) * LINE_HEIGHT // 2
        return [{"x": across, "y": top + number * LINE_HEIGHT, "text": row} for number, row in enumerate(rows)]


@dataclass(frozen=True)
class Line:
    """The way from one node to the next, corner by corner."""

    source: str
    target: str
    corners: tuple[tuple[int, int], ...]

    @property
    def points(self) -> str:
        """The corners as an SVG list."""
        return " ".join(f"{x},{y}" for x, y in self.corners)


@dataclass(frozen=True)
class Drawing:
    """A whole flow. The boxes stand in reading order."""

    flow: type[CaseFlow]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def kind_of(node: Node) -> str:
    """What a node is drawn as: start, end, choice, machine or step."""
    if isinstance(node, flow.End):
        return "end"
    if isinstance(node, Choice):
        return "choice"
    if isinstance(node, Machine):
        return "machine"
    return "step" if list(node._incoming()) else "start"


def label_of(node: Node) -> str:
    """What a node is called: by its flow, else as its deed, else by its own name."""
    for base in node.flow_class.__mro__:
        if node.name in vars(base).get("called", {}):
            return str(base.called[node.name])
    deed = REGISTRY.get(node.name)
    words = str(deed.title or deed.label) if deed else ""
    return words if words and "%(" not in words else (str(deed.label) if deed else node.name.replace("_", " "))


def drawing_of(flow_class: type[CaseFlow]) -> Drawing:
    """Draw a flow, in the language of the moment. Asks the database nothing."""
    grid = laid_out(flow_class)
    boxes = sorted((box_of(cell) for cell in grid.cells), key=lambda box: (box.rank, box.x))
    lines = tuple(
        Line(edge.src.name, edge.dst.name, tuple((y + MARGIN, x + MARGIN) for x, y in edge.segments))
        for edge in sorted(grid.edges, key=lambda edge: (edge.src.name, edge.dst.name))
    )
    right = max(box.x + box.width + (0 if box.kind in ("step", "machine") else BESIDE) for box in boxes)
    bottom = max(box.y + box.height for box in boxes)
    corners = [corner for line in lines for corner in line.corners]
    width = max(right, *(x for x, _ in corners)) + MARGIN
    return Drawing(flow_class, tuple(boxes), lines, width, max(bottom, *(y for _, y in corners)) + MARGIN)


def box_of(cell: Any) -> Box:
    """A cell of the layout, turned."""
    shape = cell.shape
    return Box(
        cell.node,
        kind_of(cell.node),
        label_of(cell.node),
        shape.y + MARGIN,
        shape.x + MARGIN,
        shape.height,
        shape.width,
        cell.col,
    )


def laid_out(flow_class: type[CaseFlow]) -> chart.Grid:
    """The grid of viewflow for a flow, with boxes of our sizes: its x is our y."""
    nodes, _ = chart.topsort(flow_class)
    place = {node: number for number, node in enumerate(nodes)}
    before = {node: sorted((edge.src for edge in node._incoming()), key=place.get) for node in nodes}
    after = {node: sorted((edge.dst for edge in node._outgoing()), key=place.get) for node in nodes}
    grid = chart.layout(nodes, before, after)
    for cell in grid.cells:
        cell.shape.height, cell.shape.width = SIZES[kind_of(cell.node)]
    ranks = list(starts([cell.col for cell in grid.cells], [cell.shape.width for cell in grid.cells]))
    lanes = list(starts([cell.row for cell in grid.cells], [cell.shape.height for cell in grid.cells]))
    for cell in grid.cells:
        (cell.x, cell.width), (cell.y, cell.height) = ranks[cell.col], lanes[cell.row]
        cell.shape.x = cell.x + (cell.width - cell.shape.width) // 2
        cell.shape.y = cell.y + (cell.height - cell.shape.height) // 2
    chart.calc_edges(grid, edge_start_gap_size=0, edge_end_gap_size=0)
    return grid


def starts(places: list[int], sizes: list[int]) -> Iterator[tuple[int, int]]:
    """Where each rank, or lane, begins, and how much room the largest there takes."""
    at = 0
    for place in range(max(places) + 1):
        room = max((size for where, size in zip(places, sizes, strict=True) if where == place), default=0)
        yield at, room
        at += room + GAP
