"""What a rule of a flow says, as text: whose turn, until when, on which condition. For the lock file, not for people.

The text is that of the source, laid out anew, so that it is the same on every Python and says what has changed.
"""

import ast
import inspect
import linecache
import textwrap
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from types import FunctionType
from typing import Any

LAMBDA = "<lambda>"
FIGURES = (int, float, str, date, timedelta, Decimal, tuple, frozenset)


def words_of(rule: Callable[..., Any]) -> str:
    """A rule in one line: the body of a lambda, else the name; with the figures that it was made with.

    `within(10)` gives `procurement.flows.within(working_days=10)`.
    """
    if not isinstance(rule, FunctionType):
        return getattr(rule, "__qualname__", type(rule).__qualname__)
    words = ast.unparse(lambda_of(rule).body) if rule.__name__ == LAMBDA else name_of(rule)
    made_with = ", ".join(f"{name}={value}" for name, value in figures_of(rule))
    return f"{words}({made_with})" if made_with else words


def name_of(rule: FunctionType) -> str:
    """Where a function stands; for one that another makes, the one that makes it."""
    return f"{rule.__module__}.{rule.__qualname__.split('.<locals>')[0]}"


def figures_of(rule: FunctionType) -> Iterator[tuple[str, str]]:
    """What a function that another makes was made with."""
    for name, cell in zip(rule.__code__.co_freevars, rule.__closure__ or (), strict=True):
        value = cell.cell_contents
        yield name, words_of(value) if callable(value) else repr(value)


def bodies_of(rule: Callable[..., Any]) -> dict[str, list[str]]:
    """What a rule comes to: the functions and figures of its own module that it is or uses, line by line."""
    found: dict[str, list[str]] = {}
    waiting = [rule]
    while waiting:
        function = waiting.pop()
        if not isinstance(function, FunctionType) or name_of(function) in found:
            continue
        if function.__name__ != LAMBDA:
            found[name_of(function)] = body_of(function)
        for name in function.__code__.co_names:
            used = function.__globals__.get(name)
            if isinstance(used, FIGURES):
                found[f"{function.__module__}.{name}"] = [repr(used)]
            elif getattr(used, "__module__", None) == function.__module__:
                waiting.append(used)
    return found


def body_of(function: FunctionType) -> list[str]:
    """The lines of a function, without what it says of itself."""
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    said = ast.get_docstring(node) is not None
    return [line for statement in node.body[said:] for line in ast.unparse(statement).splitlines()]


def lambda_of(rule: FunctionType) -> ast.Lambda:
    """Where a lambda stands in its source. Raises LookupError when that cannot be told."""
    code = rule.__code__
    there = [node for node in lambdas(code.co_filename) if node.lineno == code.co_firstlineno]
    if len(there) > 1:
        spans = set(code.co_positions())
        there = [node for node in there if span(node.body) in spans]
    if not there:
        raise LookupError(f"no source for {rule!r}")
    return there[0]


def span(node: ast.expr) -> tuple[int, int | None, int, int | None]:
    """First and last line, first and last column, as a code object has them."""
    return node.lineno, node.end_lineno, node.col_offset, node.end_col_offset


@cache
def lambdas(filename: str) -> list[ast.Lambda]:
    """The lambdas of a file."""
    tree = ast.parse("".join(linecache.getlines(filename)))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Lambda)]
