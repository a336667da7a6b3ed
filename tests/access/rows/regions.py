"""The region's own pages, the front page, and the pages around the work."""

from tests.access.row import (
    INSIDERS,
    OUTSIDERS,
    STRANGER,
    Row,
    engagement,
    everybody_signed_in,
    may,
    membership,
    person,
)

ROWS = [
    # around the work
    Row("sign_in", everyone=200, who=dict.fromkeys((*OUTSIDERS, *INSIDERS), 302)),
    Row("sign_in_as", everyone=405),
    Row("sign_out", everyone=405, who={STRANGER: 302}),
    Row("set_language", everyone=302),
    Row("set_appearance", everyone=405),
    Row("privacy", everyone=200),
    Row("help", everyone=200),
    Row("accessibility", everyone=200),
    Row("source", everyone=200),
    Row("source_archive", everyone=200),
    Row("demo_mails", everyone=200),
    Row("demo_mail", everyone=404, args=("20260101-000000-1.log",)),
    Row("by_link", everyone=410, args=("forged",)),
    # the region
    Row("my_tasks", who=everybody_signed_in()),
    Row("region", who=everybody_signed_in()),
    Row("choose_region", everyone=405, who={STRANGER: 302}),
    Row("add_person", who=may("kari", "per")),
    Row("mend_person", part=person, who=may("kari")),
    Row("engage_person", who=may("kari", "per")),
    Row("note_absence", who=everybody_signed_in()),
    Row("add_membership", who=may("kari", "per")),
    Row("end_engagement", part=engagement, who=may("kari")),
    Row("end_membership", part=membership, who=may("kari")),
    Row("add_body", who=may("kari", "per")),
]
