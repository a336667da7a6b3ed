"""The case file: whoever sees the case gets the file, with what each may see in it."""

from tests.access.row import INSIDERS, Row, all_insiders

ROWS = [
    Row("case_file", at="reported", who=all_insiders()),
    Row("case_file", at="draft", who=dict.fromkeys(INSIDERS, 404)),
]
