"""The acts of the demo: each a case of the region, played from its report on."""

from suksit.demo.acts import agreed, bought, harvested, neighbour, running, small

ACTS = [*harvested.ACTS, *bought.ACTS, *agreed.ACTS, *running.ACTS, *small.ACTS]
NEIGHBOUR_ACTS = [*neighbour.ACTS]
