"""The market in mesa-frames: the workers are a table of polars, the search is by hand in numpy."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version

import numpy as np
import polars as pl
from market import Market, tell
from mesa_frames import AgentSetPolars, ModelDF


class Workers(AgentSetPolars):
    """Everybody, with occupation and job."""

    def __init__(self, model: Labour, market: Market) -> None:
        super().__init__(model)
        occupation, employed = market.people()
        self += pl.DataFrame(
            {"unique_id": np.arange(len(occupation)), "occupation": occupation, "employed": employed}
        )

    def step(self) -> None:
        """Some lose their jobs, those without look for one."""
        market, random, table = self.model.market, self.model.draws, self.agents
        counts = table.filter(pl.col("employed")).group_by("occupation").len()
        jobs = np.zeros(len(market.employed), dtype=np.int64)
        jobs[counts["occupation"].to_numpy()] = counts["len"].to_numpy()
        chance = pl.Series("chance", random.random(len(table)))
        lost = (chance < market.separation) & table["employed"]
        searching = (~table["employed"]).arg_true()
        places = table["occupation"].gather(searching)
        winners, target = market.hired(places.to_numpy(), random)
        order = np.argsort(winners)
        hired, target = searching.gather(winners[order]), target[order]
        employed = (table["employed"] & ~lost).scatter(hired, True)
        occupation = table["occupation"].clone().scatter(hired, target)
        self.agents = table.with_columns(employed.alias("employed"), occupation.alias("occupation"))
        market.open(jobs, random)


class Labour(ModelDF):
    """The market and its workers."""

    def __init__(self, market: Market, seed: int) -> None:
        super().__init__(seed)
        self.market, self.draws = market, np.random.default_rng(seed)
        self.agents += Workers(self, market)

    def step(self) -> None:
        """One step of the market."""
        self.agents.do("step")


def run(market: Market, seed: int) -> Callable[[], int]:
    """One step of the market."""
    model = Labour(market, seed)

    def step() -> int:
        model.step()
        table = next(iter(model.agents._agentsets)).agents
        return int(len(table) - table["employed"].sum())

    return step


if __name__ == "__main__":
    tell(run, f"mesa-frames {version('mesa-frames')}, polars {pl.__version__}")
