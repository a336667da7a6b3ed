"""Benefits: seen by the whole region, planned by the coordinator, measured by each municipality's own people."""

from tests.access.row import (
    HARVEST,
    Row,
    all_insiders,
    benefit,
    everybody_signed_in,
    harvest_page,
    may,
    measurement,
)

OWN = may("ola", "dag", "liv")

ROWS = [
    Row("benefit_list", who=everybody_signed_in()),
    Row("benefit", at="measuring", part=benefit, apart=True, who=all_insiders()),
    Row("harvest", at="measuring", part=harvest_page, apart=True, who=all_insiders()),
    Row("plan_benefit", at="rollout", who=may("kari")),
    Row("start_harvest", at="rollout", who=may("kari")),
    Row("close_case", at="benefits", who=may("kari")),
    Row("plan_harvest", at="measuring", part=HARVEST, who=may("ola")),
    Row("tell_story", at="measuring", part=HARVEST, who=OWN),
    Row("enter_measurement", at="measuring", part=measurement, who=OWN),
    Row("skip_measurement", at="measuring", part=measurement, who=OWN),
    Row("pass_measurement_on", at="measuring", part=measurement, who=OWN),
]
