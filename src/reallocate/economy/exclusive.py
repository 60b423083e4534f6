"""How exclusive a market is: who may begin without experience, and what the displaced can reach."""

from __future__ import annotations

import numpy as np

from reallocate.economy.job_finding import applications
from reallocate.economy.market.network import Network
from reallocate.economy.market.unemployment_rate import ratio
from reallocate.measure.arrays import Array


def entry_share(openings: Array, entry: Array) -> float:
    """Share of open positions that ask for no experience in a related occupation [share].

    openings : (occupation) [persons]
    entry : (occupation) 1 where none is asked for, else 0
    """
    return float(openings @ entry / openings.sum())


def openings_within_reach(network: Network, openings: Array, unemployed: Array, displaced: Array) -> Array:
    """Openings that a displaced person can reach, for each who looks for them; (…) [ratio].

    network : moves
    openings, unemployed : (occupation, …) [persons]
    displaced : (occupation, …) [persons]
    θ_j = v_j/Σ_i u_i·q_ij, q_ij = v_j·A_ij/Σ_k v_k·A_ik; Σ_i displaced_i·Σ_j q_ij·θ_j/Σ displaced: everybody
    without a job competes, and each applies as the network lets them. Not a number where nobody is displaced.
    """
    weights, reachable, per_opening = applications(network, unemployed, openings)
    tight = ratio(np.ones_like(openings), per_opening)
    reach = ratio(weights @ (openings * tight), reachable)
    return ratio((displaced * reach).sum(axis=0), displaced.sum(axis=0), float("nan"))
