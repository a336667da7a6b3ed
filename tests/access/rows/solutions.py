"""The register of solutions, and the import into it."""

import uuid

from tests.access.row import STRANGER, Row, everybody_signed_in, may

MEMBERS = ("ola", "ingrid", "tor", "nina")

ROWS = [
    Row("solution_list", who=everybody_signed_in()),
    Row("solution_template", who=everybody_signed_in()),
    Row("solution_import", who=may("kari", "per", *MEMBERS)),
    Row("solution_import_preview", everyone=404, who={STRANGER: 302}, args=(uuid.UUID(int=7),)),
]
