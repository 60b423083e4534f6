"""In a child: a strip of 16 positions beside the same positions run one by one, and one exact run."""

from __future__ import annotations

import sys

from benchmarks.timing import stage, tell
from reallocate.data.bundle import load_world
from reallocate.scenario.market.read import market_scenario, with_market_flags
from reallocate.study.economy.sliders import shipped_positions
from reallocate.study.economy.strip import central_market, central_run, make_strip


def main(key: str, way: str) -> None:
    """The strip of an input as it is made after a move, or the way before it: each position by itself.

    key : of the input
    way : together or alone
    """
    scenario, market = market_scenario(None), central_market(load_world())
    central_run(market, scenario)
    with stage("exact run"):
        central_run(market, with_market_flags(scenario, {"ai.ceiling": 0.7}))
    if way == "together":
        with stage("strip"):
            jobs = make_strip(market, scenario, key).series[2]
        tell(jobs=float(jobs.sum()))
    else:
        total = 0.0
        for position in shipped_positions(key) or ():
            apart = central_market(market.world)
            with stage("alone"):
                total += float(make_strip(apart, scenario, key, (position,)).series[2].sum())
        tell(jobs=total)


if __name__ == "__main__":
    main(*sys.argv[1:3])
