"""What a case shows of rollout."""
