"""A strip of 16 positions beside the same positions run one by one, and one exact run."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from benchmarks.table import Row, row
from benchmarks.timing import child, stage, tell
from reallocate.data.bundle import load_world
from reallocate.market.published.files import market_scenario, with_market_flags
from reallocate.market.simulate.strip import central_market, central_run, make_strip, shipped_positions

RUNS = 3


def strips() -> Iterator[Row]:
    """An exact run of the market, and all positions of one input beside the same positions run one by one."""
    for key, words in (("ai.ceiling", "an input of AI"), ("economy_saving_kept", "an input of demand")):
        together = [child("strip", key, "together") for _ in range(RUNS)]
        alone = child("strip", key, "alone")
        if key == "ai.ceiling":
            work = "extended market, ten years: one exact run after a move"
            yield row(work, together, "exact run", least=0.5, aim=0.2, of_processor=True)
        apart = abs(together[0].facts["jobs"] - alone.facts["jobs"])
        yield row(
            f"extended market: strip of 16 positions, {words}",
            together,
            "strip",
            beside="16 single runs, one by one",
            others=[alone],
            least=1.5,
            aim=0.5,
            of_processor=True,
            remark=f"the sums over all figures differ by {apart:.1g}",
        )


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
            with stage("strip"):
                total += float(make_strip(apart, moved, key, (position,)).series[2].sum())
        tell(jobs=total)


if __name__ == "__main__":
    main(*sys.argv[1:3])
