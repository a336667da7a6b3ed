"""What a case shows of solutions."""
