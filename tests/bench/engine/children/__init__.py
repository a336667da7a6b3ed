"""One file for each engine. Each runs as a process of its own, in an environment of its own; see `protocol`."""
