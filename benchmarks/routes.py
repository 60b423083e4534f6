"""In a child: routes out of every occupation at once, state by state in plain loops, or for each worker.

The moves are synthetic: forty a job with fixed seed, odds, training and costs spread over their ranges.
Occupations and pay are those of the shipped figures.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from benchmarks.timing import stage, tell, tell_memory
from reallocate.data.bundle import load_world
from reallocate.transition.route_graph import MoveGraph
from reallocate.transition.routes import solve_routes
from reallocate.work.exchange import MarketPath

SEED = 20260101
TARGETS, HORIZON, RATE = 40, 10, 0.03
DRAWS, ROUTES, REPEATS = 32, 5, 5
LONGEST_WEEKS, WEEK_COST, SEARCH_COST = 104.0, 800.0, (500.0, 4_000.0)
OLDER = (1, 2, 3, 3)
EARLIEST = 2


def synthetic_graph() -> MoveGraph:
    """Every occupation with its pay and forty moves."""
    jobs = load_world().occupations
    random, count = np.random.default_rng(SEED), len(jobs)
    origin = np.repeat(np.arange(count), TARGETS)
    away = np.concatenate([random.choice(count - 1, TARGETS, replace=False) + 1 for _ in range(count)])
    search = random.uniform(*SEARCH_COST, len(origin))
    weeks = random.uniform(0.0, LONGEST_WEEKS, len(origin))
    moves = pd.DataFrame(
        {
            "origin": jobs.index[origin],
            "target": jobs.index[(origin + away) % count],
            "odds": random.beta(1.0, 6.0, len(origin)),
            "weeks": weeks,
            "prepare_cost": search + weeks * WEEK_COST,
            "search_cost": search,
        }
    )
    return MoveGraph(jobs.index, jobs["wage_p25"].fillna(jobs["wage_mean"]), jobs["wage_mean"], moves)


def packaged() -> None:
    """One solve, the median of a few; then the first moves and routes of a worker in every occupation."""
    with stage("graph"):
        graph = synthetic_graph()
    market = MarketPath.still(graph.occupations, HORIZON)
    for _ in range(REPEATS):
        with stage("solve"):
            values = solve_routes(graph, market, HORIZON, RATE)
    tell(worth=float(values.work[0, 3].sum()))
    with stage("every worker"):
        for job, pay in graph.later_pay.items():
            worker = values.for_worker(str(job), float(pay))
            for target in worker.first_moves("own")["target"].head(ROUTES):
                worker.route("own", target)
    tell_memory()


def draws() -> None:
    """The first moves of one worker under many draws of the odds."""
    graph, random = synthetic_graph(), np.random.default_rng(SEED)
    market = MarketPath.still(graph.occupations, HORIZON)
    odds = graph.moves["odds"].to_numpy()
    job = str(graph.occupations[0])
    with stage("draws"):
        for _ in range(DRAWS):
            drawn = graph.redrawn(odds=np.clip(odds * random.uniform(0.5, 1.5, len(odds)), 0.0, 1.0))
            solve_routes(drawn, market, HORIZON, RATE).for_worker(job, 60_000.0).first_moves("own")


def plain() -> None:
    """The same values in a still market, one state after the other."""
    graph = synthetic_graph()
    numbers, origin = [column.tolist() for column in graph.numbers], graph.layout.origin.tolist()
    moves = list(zip(origin, *numbers, strict=True))
    entry, later = (pay.tolist() for pay in graph.pays)
    with stage("solve"):
        worth = plain_worth(moves, entry, later)
    tell(worth=worth)


def plain_worth(moves: list[tuple[float, ...]], entry: list[float], later: list[float]) -> float:
    """What all settled workers together are worth today, in loops over years, tenures and moves."""
    beta, jobs = 1 / (1 + RATE), range(len(entry))
    work = [[0.0] * 4 for _ in jobs]
    ready, halfway = ([[0.0] * 4 for _ in moves] for _ in range(2))
    for _ in range(HORIZON):
        pay = [[entry[job] + (later[job] - entry[job]) * tenure / 3 for tenure in range(4)] for job in jobs]
        best = [[beta * work[job][OLDER[tenure]] for tenure in range(4)] for job in jobs]
        again, half = [[0.0] * 4 for _ in moves], [[0.0] * 4 for _ in moves]
        for place, (origin, target, odds, weeks, prepare, search) in enumerate(moves):
            hired = beta * work[int(target)][0]
            for tenure in range(4):
                failed = beta * ready[place][OLDER[tenure]]
                if weeks > 52:
                    start = beta * halfway[place][OLDER[tenure]] - prepare
                    second = odds * (2 - weeks / 52)
                    earned = pay[int(origin)][tenure] - search
                    half[place][tenure] = earned + second * hired + (1 - second) * failed
                else:
                    first = odds * (1 - weeks / 52)
                    start = first * hired + (1 - first) * failed - prepare
                again[place][tenure] = odds * hired + (1 - odds) * failed - search
                if tenure >= EARLIEST:
                    best[int(origin)][tenure] = max(best[int(origin)][tenure], start)
        ready = [
            [
                pay[int(move[0])][tenure] + max(best[int(move[0])][tenure], again[place][tenure])
                for tenure in range(4)
            ]
            for place, move in enumerate(moves)
        ]
        halfway = half
        work = [[pay[job][tenure] + best[job][tenure] for tenure in range(4)] for job in jobs]
    return sum(values[3] for values in work)


if __name__ == "__main__":
    {"packaged": packaged, "draws": draws, "plain": plain}[sys.argv[1]]()
