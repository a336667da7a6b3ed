"""What a case shows of contract."""
