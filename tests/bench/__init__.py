"""Measuring: `make bench`. Figures are told with the command that gives them; no test depends on a time."""
