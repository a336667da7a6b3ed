"""The stages of a joint procurement, in order: the one statement of it."""

STAGES = ("invitation", "planning", "competition", "award", "contract")
