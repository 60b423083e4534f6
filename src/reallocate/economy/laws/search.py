"""E4: where those who look for a job apply."""

from __future__ import annotations

from reallocate.economy.kernels.compiled import compiled


@compiled
def applications_per_opening(searchers: float, reachable: float) -> float:
    """Applications that one opening reached with weight 1 receives from an occupation [persons].

    searchers : people of the occupation who apply in the step [persons]
    reachable : Σ_k v_k·A_ik, openings within reach, weighted by the network [persons]
    q_ij = v_j·A_ij / Σ_k v_k·A_ik, so that applications to j are s_ij = v_j·A_ij·(searchers / reachable);
    who reaches no opening does not apply.
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898.
    """
    return searchers / reachable if reachable > 0.0 else 0.0
