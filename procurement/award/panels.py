"""What a case shows of award."""
