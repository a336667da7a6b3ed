"""What a case shows of invitation."""
