"""GDPval: how often a model is as good as an expert, and what a task costs where it tries first."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.target import Found, Obtained
from reallocate.work.time_saved import advantage

_HUMAN, _REVIEW, _GOOD, _MODEL = 361.0, 86.0, 0.39, 0.0
_OTHERS = (0.71, 0.83)
_RATES = "validation-only/gdpval/gdpval_complete_data.json"
_MODELS = ("GPT-4o", "o4-mini high", "o3", "GPT-5", "Claude Opus 4.1", "Gemini 2.5 Pro", "Grok 4")
"""Of the paper; later ones stand in the same file."""


def replicate(context: EvidenceContext) -> Found:
    """The paper's figures.

    context : with the rates of occupations for the first; the rest is arithmetic on what the paper prints
    """
    others = {f"at w = {good:g}": advantage(_HUMAN, good, _REVIEW / _HUMAN, _MODEL) for good in _OTHERS}
    says = "; ".join(f"{value:.1f}× {name} (win rates that vendors report)" for name, value in others.items())
    found = {
        "advantage": Obtained(advantage(_HUMAN, _GOOD, _REVIEW / _HUMAN, _MODEL), says, other_figures=others)
    }
    rates = context.file(_RATES)
    return found if rates is None else found | {"best_model": _best(rates)}


def _best(file: Path) -> Obtained:
    """The model whose results are most often as good as an expert's or better [% of tasks]."""
    tables = json.loads(file.read_text("utf-8"))["by_occupation"]
    rates = {name: pd.DataFrame(tables[name])["win_or_tie_rate"] for name in _MODELS}
    means = {name: 100 * float(rate.mean()) for name, rate in rates.items()}
    best = max(means, key=lambda name: means[name])
    return Obtained(means[best], f"{best}, {len(rates[best])} occupations", other_figures=means)
