"""The acts of the demo: each a case of the region, played from its report on."""

from suksit.demo.acts import bought, harvested, neighbour, running, small

ACTS = [*harvested.ACTS, *bought.ACTS, *running.ACTS, *small.ACTS]
NEIGHBOUR_ACTS = [*neighbour.ACTS]
