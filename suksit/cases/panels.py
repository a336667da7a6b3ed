"""What a case shows of cases."""
