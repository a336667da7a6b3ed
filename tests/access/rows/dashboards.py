"""The desk and the board."""

from tests.access.row import Row, may

READERS = ("kari", "dag", "eva", "hans", "berit", "mona", "per")

ROWS = [
    Row("desk", who=may(*READERS)),
    Row("desk_savings", who=may(*READERS)),
    Row("board", who=may("kari", "per")),
]
