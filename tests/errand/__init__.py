"""A small domain of the engine's own: an errand, with no buying in it. Benchmarks, races and properties run on it."""
