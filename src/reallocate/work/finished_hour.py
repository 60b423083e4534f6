"""The price of a finished hour by mode (W4): a diagnostic, never added to payroll in a plan."""

from __future__ import annotations


def augmented_cost(human: float, saving: float, compute: float) -> float:
    """Cost of an hour's result when a person works with AI [USD].

    human : [USD/hour] loaded cost
    saving : [share of hours] saved
    compute : [USD/hour]
    (1 − σ)·H + M_u
    """
    return (1 - saving) * human + compute


def automated_cost(human: float, good: float, review_share: float, compute: float) -> float:
    """Cost of an hour's result when a system does it, people review it and redo what is bad [USD].

    human : [USD/hour] loaded cost
    good : [probability] that the result is good
    review_share : [share of the human cost]
    compute : [USD/hour]
    M + ρ_c·H + (1 − w)·H
    Source: Patwardhan et al. 2025, arXiv:2510.04374, try once then fix.
    """
    return compute + review_share * human + (1 - good) * human


def advantage(human: float, good: float, review_share: float, compute: float) -> float:
    """How many times cheaper the automated result is than the human one [ratio].

    human : [USD/hour] loaded cost
    good : [probability] that the result is good
    review_share : [share of the human cost]
    compute : [USD/hour]
    """
    return human / automated_cost(human, good, review_share, compute)
