"""One worker's ways out: each first move with its odds, pay, training and worth, and the routes beyond."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.transition.attempts import (
    Attempts,
    followed,
    move_graph,
    numbers,
    own_attempts,
    own_moves,
    settled_pay,
    usual_attempts,
)
from reallocate.transition.ground import USUAL, Ground
from reallocate.transition.local_pay import LocalPay
from reallocate.transition.odds import Hiring, hiring
from reallocate.transition.route_graph import MoveGraph
from reallocate.transition.route_steps import Step
from reallocate.transition.routes import OWN, RouteValues, solve_routes
from reallocate.transition.worker import Worker
from reallocate.work.draws import draw
from reallocate.work.exchange import MarketPath
from reallocate.work.parameters import Parameters

DRAWN = (
    "job_finding_per_month", "switch_success", "openings_elasticity", "worker_discount_rate", "search_cost",
    "training_share", "training_fee", "training_pay_lost", "rank_kept",
)  # fmt: skip
"""The assumptions that are drawn to say how sure a value is."""

DRAWS = 16
LOW, HIGH = 0.1, 0.9
MIDDLE = 0.5
ROUTES = 5
COMMON, SEEN, UNSEEN = "common", "seldom", "not seen"


@dataclass(frozen=True, eq=False)
class View:
    """The future under one set of assumptions.

    p : the numbers in force; hired : how fast people are hired
    values : what every job is worth to people who are as usual for it
    """

    p: Parameters
    hired: Hiring
    values: RouteValues


@dataclass(frozen=True, eq=False)
class Outlook:
    """What all workers of a place and a rank in their pay scale share.

    known : what the odds rest on; pay : in the place; rank : [0–1] of today's pay among equals
    central : with the numbers in force; drawn : with draws of them
    longest : [share] of what is lacking that any view may have to teach
    """

    known: Ground
    pay: LocalPay
    rank: float
    central: View
    drawn: Sequence[View]
    longest: float


@dataclass(frozen=True, eq=False)
class Ways:
    """The ways out of one job.

    worker : whose; pay : [USD/year] today
    moves : (move) as from `ways_out`, the most valuable first
    routes : (route) steps after the first move
    stay_value, best_value, wait_value : [USD] expected discounted earnings until the horizon: never
        moving, the best, staying this year
    years : looked at
    """

    worker: Worker
    pay: float
    moves: pd.DataFrame
    routes: dict[str, list[Step]]
    stay_value: float
    best_value: float
    wait_value: float
    years: int


def outlook(
    known: Ground,
    pay: LocalPay,
    years: int,
    parameters: Parameters | None = None,
    market: MarketPath | None = None,
    rank: float = MIDDLE,
    draws: int = DRAWS,
    seed: int = 0,
) -> Outlook:
    """The future of a place, as workers of one rank see it.

    known : what the odds rest on
    pay : in the place
    years : to look at
    parameters : the numbers in force; the declared ones where none are given
    market : where pay and job finding go; as today where none is given
    rank : [0–1] of today's pay among equals
    draws, seed : of the assumptions
    """
    p = parameters or Parameters.default()
    path = market or MarketPath.still(known.occupations, years)
    table = draw(p, DRAWN, draws, seed) if draws else pd.DataFrame()
    sets = [p, *(p.replace(**{name: float(row[name]) for name in DRAWN}) for _, row in table.iterrows())]
    longest = max(one["training_share"] for one in sets)
    tried = followed(usual_attempts(known), longest)
    graph: MoveGraph | None = None
    views = []
    for one in sets:
        hired = hiring(known, one)
        settles = settled_rank(rank, one)
        if graph is None:
            graph = drawn = move_graph(known, tried, hired, pay, one, settles)
        else:
            entry, later = settled_pay(pay, settles)
            drawn = graph.redrawn(entry, later, **numbers(tried, hired, later[tried.origin], one))
        views.append(View(one, hired, solve_routes(drawn, path, years, one["worker_discount_rate"])))
    return Outlook(known, pay, rank, views[0], views[1:], longest)


def settled_rank(rank: float, p: Parameters) -> float:
    """The rank at which somebody's pay settles in a new occupation [0–1].

    rank : today [0–1]
    p : the numbers in force
    ½ + rank_kept·(rank − ½)
    """
    return MIDDLE + p["rank_kept"] * (rank - MIDDLE)


def ways_out(seen: Outlook, worker: Worker, pay: float) -> Ways:
    """A worker's ways out.

    seen : the outlook at the worker's place and rank
    worker : in an occupation of the outlook
    pay : [USD/year] today
    Returns `Ways`; its moves have occupation, share_of_movers [share of those who leave the
    occupation], how_common (common, seldom, not seen), odds_if_try [probability/year], entry_pay,
    later_pay [USD/year], training_weeks [weeks], training_cost [USD], value [USD] expected
    discounted earnings if one goes for it first and does the best after, gain [USD] of this move alone
    over staying for ever, gain_low, gain_high [USD] of it over draws, gain_with_later_moves,
    gain_over_waiting [USD] of the value over staying for ever, and over staying this year and doing
    the best from then on, best_in [share of draws],
    odds_by_horizon [probability], years_to_arrival [years], is_best, tied.
    """
    known = seen.known
    tried = followed(own_attempts(known, worker), seen.longest)
    central = _for_worker(seen.central, tried, worker, pay)
    moves = central.first_moves(OWN).set_index("target")
    drawn = [_for_worker(view, tried, worker, pay) for view in seen.drawn]
    place = known.occupations.get_indexer(pd.Index(moves.index))
    origin = list(known.occupations).index(worker.occupation)
    priced, order = (
        own_moves(tried, seen.central.hired, pay, seen.central.p),
        tried.target.searchsorted(place),
    )
    entry, later = settled_pay(seen.pay, settled_rank(seen.rank, seen.central.p))
    share, observed = known.moved.share[origin, place], known.moved.observed[origin, place]
    table = pd.DataFrame(
        {
            "occupation": moves.index,
            "share_of_movers": np.where(observed, share, 0.0),
            "how_common": np.where(observed & (share >= USUAL), COMMON, np.where(observed, SEEN, UNSEEN)),
            "odds_if_try": priced.odds[order],
            "entry_pay": entry[place],
            "later_pay": later[place],
            "training_weeks": priced.weeks[order],
            "training_cost": (priced.prepare_cost - priced.search_cost)[order],
            "value": moves["value"].to_numpy(),
            "gain": moves["gain_alone"].to_numpy(),
            "gain_with_later_moves": moves["gain_over_staying"].to_numpy(),
            "gain_over_waiting": moves["gain_over_waiting"].to_numpy(),
            **_spread(drawn, order),
            **{
                name: moves[name].to_numpy()
                for name in ("odds_by_horizon", "years_to_arrival", "is_best", "tied")
            },
        }
    )
    routes = {str(first): central.route(OWN, str(first)) for first in table["occupation"].head(ROUTES)}
    return Ways(
        worker=worker,
        pay=pay,
        moves=table,
        routes=routes,
        stay_value=central.stay_value(OWN),
        best_value=central.best_value(OWN),
        wait_value=central.wait_value(OWN),
        years=central.horizon,
    )


def _for_worker(view: View, tried: Attempts, worker: Worker, pay: float) -> RouteValues:
    return view.values.for_worker(worker.occupation, pay, own_moves(tried, view.hired, pay, view.p))


def _spread(drawn: Sequence[RouteValues], order: npt.NDArray[np.intp]) -> dict[str, np.ndarray]:
    """How far the gain of each move goes over draws, and in how many of them it is the best."""
    if not drawn:
        nothing = np.full(len(order), np.nan)
        return {"gain_low": nothing, "gain_high": nothing, "best_in": nothing}
    found = [values.gains(OWN) for values in drawn]
    gains = np.stack([alone for alone, _ in found])[:, order]
    best = np.stack([is_best for _, is_best in found])[:, order]
    low, high = np.quantile(gains, [LOW, HIGH], axis=0)
    return {"gain_low": low, "gain_high": high, "best_in": best.mean(axis=0)}
