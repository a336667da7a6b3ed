"""Counting what Django asks the database. Savepoints count, BEGIN and COMMIT do not."""

from collections.abc import Callable
from typing import Any


def counted(connection: Any) -> Callable[[], int]:
    """Count the statements of this thread's connection from now on."""
    number = 0

    def count(execute: Callable[..., Any], *args: Any) -> Any:
        nonlocal number
        number += 1
        return execute(*args)

    connection.execute_wrappers.append(count)
    return lambda: number
