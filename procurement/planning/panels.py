"""What a case shows of planning."""
