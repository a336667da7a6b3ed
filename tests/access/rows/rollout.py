"""Taking into use: each municipality its own, operations for all."""

from tests.access.row import ROLLOUT, Row, may

ROWS = [
    Row("plan_rollout", at="rollout", part=ROLLOUT, who=may("ola")),
    Row("check_off", at="rollout", part=ROLLOUT, who=may("ola")),
    Row("accept_operations", at="rollout", part=ROLLOUT, who=may("arne")),
    Row("confirm_go_live", at="rollout", part=ROLLOUT, who=may("ola")),
    Row("withdraw_rollout", at="rollout", part=ROLLOUT, who=may("kari", "ola", "dag")),
]
