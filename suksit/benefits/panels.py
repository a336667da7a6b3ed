"""What a case shows of benefits."""
