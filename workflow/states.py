"""The state field of every record that moves: protected, so that only a transition assigns it."""

from typing import Any

from django_fsm import FSMField


class StateField(FSMField):
    """A state that only `transitions.change_state` moves. Names live in the database: change them by migration."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["protected"] = True
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)
