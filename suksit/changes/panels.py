"""What a case shows of changes."""
