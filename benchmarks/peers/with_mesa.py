"""The market in Mesa: an object for each worker, asked in turn."""

from __future__ import annotations

from collections.abc import Callable

import mesa
import numpy as np
from market import Market, tell


class Worker(mesa.Agent):
    """Somebody with an occupation, with or without a job."""

    __slots__ = ("employed", "occupation")

    def __init__(self, model: Labour, occupation: int, employed: bool) -> None:
        super().__init__(model)
        self.occupation, self.employed = occupation, employed

    def step(self) -> None:
        """Lose the job by chance, or look for one."""
        model = self.model
        if self.employed:
            if model.random.random() < model.market.separation:
                self.employed = False
                model.jobs[self.occupation] -= 1
        else:
            post = model.opening_for(self.occupation)
            if post is not None:
                model.asked.setdefault(post, []).append(self)


class Labour(mesa.Model):
    """The market and its workers."""

    def __init__(self, market: Market, seed: int) -> None:
        super().__init__(rng=seed)
        self.market, self.draws = market, np.random.default_rng(seed)
        self.jobs = market.employed.tolist()
        occupation, employed = market.people()
        for place, with_job in zip(occupation.tolist(), employed.tolist(), strict=True):
            Worker(self, place, with_job)
        self.asked: dict[tuple[int, int], list[Worker]] = {}

    def opening_for(self, place: int) -> tuple[int, int] | None:
        """An opening drawn for a searcher of an occupation; `None` where none is in reach."""
        low, high = self.rows[place]
        asked = self.summed_list[low] + self.random.random() * (
            self.summed_list[high] - self.summed_list[low]
        )
        if self.summed_list[high] <= self.summed_list[low]:
            return None
        edge = int(self.summed.searchsorted(asked, side="right")) - 1
        target = self.target_list[edge]
        return target, int(self.random.random() * self.vacant_list[target])

    def step(self) -> None:
        """One step of the market."""
        market = self.market
        jobs = np.array(self.jobs)
        self.summed = market.reach()
        self.summed_list, self.vacant_list = self.summed.tolist(), market.vacant.tolist()
        self.target_list = market.target.tolist()
        self.rows = list(zip(market.start[:-1].tolist(), market.start[1:].tolist(), strict=True))
        self.asked.clear()
        self.agents.do("step")
        for (target, _), applicants in self.asked.items():
            worker = applicants[self.random.randrange(len(applicants))]
            worker.employed, worker.occupation = True, target
            self.jobs[target] += 1
            market.vacant[target] -= 1
        market.open(jobs, self.draws)


def run(market: Market, seed: int) -> Callable[[], int]:
    """One step of the market."""
    model = Labour(market, seed)

    def step() -> int:
        model.step()
        return len(model.agents) - sum(model.jobs)

    return step


if __name__ == "__main__":
    tell(run, f"Mesa {mesa.__version__}")
