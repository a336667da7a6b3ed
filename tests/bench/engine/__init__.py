"""The engine beside its peers: the same process, the same database server, one committed transaction per human step."""
