"""In a child: a strip of 16 positions beside the same positions run one by one, and one exact run."""

from __future__ import annotations

import sys

from benchmarks.timing import stage, tell
from reallocate.data.bundle import load_world
from reallocate.market.published.files import market_scenario, with_market_flags
from reallocate.market.simulate.strip import central_market, central_run, make_strip, shipped_positions


def main(key: str, way: str) -> None:
    """In a process that made a strip before, as a server has: another input moves; its run, then a strip.

    key : of the input
    way : together, or alone: each position by itself, from the start
    """
    shipped, market = market_scenario(None), central_market(load_world())
    make_strip(market, shipped, key)
    moved = with_market_flags(shipped, {"economy_price_elasticity": 1.5})
    with stage("exact run"):
        central_run(market, moved)
    if way == "together":
        with stage("strip"):
            jobs = make_strip(market, moved, key).series[2]
        tell(jobs=float(jobs.sum()))
    else:
        total = 0.0
        for position in shipped_positions(key) or ():
            apart = central_market(market.world)
            with stage("alone"):
                total += float(make_strip(apart, moved, key, (position,)).series[2].sum())
        tell(jobs=total)


if __name__ == "__main__":
    main(*sys.argv[1:3])
