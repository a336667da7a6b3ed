"""What a case shows of competition."""
