"""A flow as BPMN 2.0 XML (OMG formal/2011-01-03), with its diagram, for the readers and modelling tools of others.

It tells, and does not run. What decides a choice is the product's own code; here it is a name, that of the choice, that
holds the name of the step that follows.
"""

from xml.etree import ElementTree as Xml

from workflow.drawing import Box, Drawing, Line
from workflow.nodes import Choice, Step

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
SHAPES = "http://www.omg.org/spec/DD/20100524/DC"
LINES = "http://www.omg.org/spec/DD/20100524/DI"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
OURS = "urn:suksit:flows"
ELEMENTS = {
    "start": "startEvent",
    "step": "userTask",
    "machine": "serviceTask",
    "choice": "exclusiveGateway",
    "end": "endEvent",
}

for prefix, space in (("bpmn", MODEL), ("bpmndi", DIAGRAM), ("dc", SHAPES), ("di", LINES), ("xsi", INSTANCE)):
    Xml.register_namespace(prefix, space)


def bpmn_of(drawing: Drawing) -> bytes:
    """The XML of a flow, in UTF-8, with the words of the moment's language."""
    name = drawing.flow.__name__
    whole = Xml.Element(
        f"{{{MODEL}}}definitions",
        {"id": f"{name}_definitions", "targetNamespace": OURS, "exporter": "SuksIT", "exporterVersion": "1"},
    )
    process = Xml.SubElement(
        whole,
        f"{{{MODEL}}}process",
        {"id": name, "name": f"{name} {drawing.flow.version}", "isExecutable": "false"},
    )
    for box in drawing.boxes:
        add_node(process, box, drawing)
    defaults = {line_after_default(box) for box in drawing.boxes}
    choices = {box.name for box in drawing.boxes if box.kind == "choice"}
    for line in drawing.lines:
        walk = add(process, MODEL, "sequenceFlow", id=key_of(line), sourceRef=line.source, targetRef=line.target)
        if line.source in choices and key_of(line) not in defaults:
            condition = add(walk, MODEL, "conditionExpression")
            condition.set(f"{{{INSTANCE}}}type", "bpmn:tFormalExpression")
            condition.text = f"{line.source} == '{line.target}'"
    diagram = add(whole, DIAGRAM, "BPMNDiagram", id=f"{name}_diagram")
    plane = add(diagram, DIAGRAM, "BPMNPlane", id=f"{name}_plane", bpmnElement=name)
    for box in drawing.boxes:
        draw_box(plane, box)
    for line in drawing.lines:
        drawn = add(plane, DIAGRAM, "BPMNEdge", id=f"{key_of(line)}_di", bpmnElement=key_of(line))
        for x, y in line.corners:
            add(drawn, LINES, "waypoint", x=str(x), y=str(y))
    Xml.indent(whole)
    return Xml.tostring(whole, encoding="utf-8", xml_declaration=True) + b"\n"


def add_node(process: Xml.Element, box: Box, drawing: Drawing) -> None:
    """One node with its flows; a step says which right it takes, a choice which way it goes when nothing else fits."""
    drawn = add(process, MODEL, ELEMENTS[box.kind], id=box.name, name=box.label)
    if isinstance(box.node, Step) and box.node.permission:
        add(drawn, MODEL, "documentation").text = box.node.permission
    if default := line_after_default(box):
        drawn.set("default", default)
    for line in drawing.lines:
        if line.target == box.name:
            add(drawn, MODEL, "incoming").text = key_of(line)
    for line in drawing.lines:
        if line.source == box.name:
            add(drawn, MODEL, "outgoing").text = key_of(line)


def line_after_default(box: Box) -> str:
    """The key of the sequence flow that a choice takes when nothing else fits; empty for all else."""
    if isinstance(box.node, Choice):
        for target, condition in box.node._branches:
            if condition is None:
                return f"{box.name}_to_{target.name}"
    return ""


def draw_box(plane: Xml.Element, box: Box) -> None:
    """Where a node stands in the diagram."""
    shape = add(plane, DIAGRAM, "BPMNShape", id=f"{box.name}_di", bpmnElement=box.name)
    if box.kind == "choice":
        shape.set("isMarkerVisible", "true")
    bounds = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    add(shape, SHAPES, "Bounds", **{name: str(value) for name, value in bounds.items()})


def add(parent: Xml.Element, space: str, element: str, /, **attributes: str) -> Xml.Element:
    """An element below another."""
    return Xml.SubElement(parent, f"{{{space}}}{element}", attributes)


def key_of(line: Line) -> str:
    """What a sequence flow is called."""
    return f"{line.source}_to_{line.target}"
