"""Where people apply, how likely they find a job and which openings are filled (E4, E5), at one moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from reallocate.economy.kernels.compiled import compiled
from reallocate.economy.laws.matching import hire_probability
from reallocate.economy.laws.search import applications_per_opening
from reallocate.economy.market.network import Network
from reallocate.economy.market.unemployment_rate import ratio
from reallocate.measure.arrays import Array


@dataclass(frozen=True, eq=False)
class Tightness:
    """Applications and their success at one moment; arrays are (occupation, …).

    weights : (origin, target) the network
    vacancies : open at the start of the step [persons]
    reachable : openings that somebody of the occupation sees, by the network's weights [persons]
    sent : applications to its openings in a step [persons]
    success : chance that an application to it leads to a job [probability]
    taken : openings times that chance [persons]
    """

    weights: csr_array
    vacancies: Array
    reachable: Array
    sent: Array
    success: Array
    taken: Array

    @property
    def filled(self) -> Array:
        """Openings of the occupation that are filled in a step, p_j·s_j/v_j [share/step]."""
        return ratio(self.success * self.sent, self.vacancies)

    @property
    def finding(self) -> Array:
        """Chance that somebody of the occupation who applies finds any job, Σ_j q_ij·p_j [probability]."""
        return ratio(self.weights @ self.taken, self.reachable)

    def paid(self, wage: Array) -> Array:
        """Mean pay of the jobs that people of each occupation find; 0 where they find none.

        wage : (occupation, …) such as [USD/year]
        """
        return ratio(self.weights @ (self.taken * wage), self.weights @ self.taken)


def applications(network: Network, searchers: Array, vacancies: Array) -> tuple[csr_array, Array, Array]:
    """The network, openings within reach and applications that an opening receives (E4).

    network : moves
    searchers : (occupation, …) people who apply in a step [persons]
    vacancies : (occupation, …) [persons]
    s_j/v_j = Σ_i A_ij·(searchers_i/Σ_k v_k·A_ik), each origin's part from `laws.search`
    Returns (origin, target) weights; (origin, …) Σ_k v_k·A_ik [persons]; (target, …) s_j/v_j [persons].
    """
    weights = csr_array((network.weight, network.target, network.start), shape=(network.size, network.size))
    reachable: Array = weights @ vacancies
    from_each = np.empty(searchers.shape)
    there = np.broadcast_to(reachable, searchers.shape)
    _applications_per_opening(np.ravel(searchers), np.ravel(there), from_each.reshape(-1))
    return weights, reachable, weights.T @ from_each


def tightness(network: Network, searchers: Array, vacancies: Array) -> Tightness:
    """Where people apply, and how likely an application is to succeed.

    network, searchers, vacancies : as for `applications`
    s_j = Σ_i searchers_i·q_ij; p_j from `laws.matching`
    """
    weights, reachable, per_opening = applications(network, searchers, vacancies)
    sent = vacancies * per_opening
    success = np.empty_like(sent)
    _hire_probabilities(np.ravel(vacancies), np.ravel(sent), success.reshape(-1))
    return Tightness(weights, vacancies, reachable, sent, success, vacancies * success)


@compiled
def _applications_per_opening(searchers: Array, reachable: Array, from_each: Array) -> None:
    """E4 for each occupation; from_each is filled in place."""
    for place in range(len(searchers)):
        from_each[place] = applications_per_opening(searchers[place], reachable[place])


@compiled
def _hire_probabilities(vacancies: Array, sent: Array, success: Array) -> None:
    """E5 for each occupation; success is filled in place."""
    for place in range(len(sent)):
        success[place] = hire_probability(vacancies[place], sent[place])
