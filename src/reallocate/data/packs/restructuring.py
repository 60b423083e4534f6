"""Facts about company cuts, company accounts, costs and prices, compiled row by row for this project."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_AS_READ = (
    "announcements", "api_prices", "company_series", "cost_figures", "rehiring", "reliability", "severance",
)  # fmt: skip

PACK = Pack(
    name="restructuring",
    folder="restructuring",
    title="Company cuts, accounts, costs and prices",
    citation="Compiled for this project; each row names its own source and evidence grade",
    licence="facts; each row names its source",
    vintage="2019 to 2026",
    files={
        "aggregates_regret_rehire.csv": "cce525267e8db28c5cc1ffc32c52d91eec894c224fbe475e73eeaca36a17d42c",
        "ai_cost_params.csv": "19617f775a5cd910d92f707e8d4a3a495cffd57a6ae8451068258931bc460509",
        "ai_reliability.csv": "ab8daaa9705568345feada2f01498dacad5a98506ee657ca8953ce557f2a0e4c",
        "api_prices.csv": "020798e366b062b0ca6a17feb7844adfc5969b5329de595df5f782e53c6f5400",
        "human_cost_params.csv": "f9afbe1eb6ca08216704950db9173a4bb091895736746d182b6d1af1d2ec91c7",
        "layoffs_ai.csv": "7c7bdc22869fa3a3e1963b1cbd3707e38c23d971798cefa99bdbad493dda32d9",
        "meta_timeseries.csv": "5629c688954ac62c49a6253a3249eaabffecea4e3c4976183034f144f9f088c9",
        "microsoft_timeseries.csv": "d520a930afdb53329af529d22b8b8beb84b467225165afe092cb57edad058c3c",
        "severance_packages.csv": "a09d266b9259761d8da39e2642c07dcac34290a06cc7e8afdab8cc6842e73adf",
    },
    tables=tuple(sorted((*_AS_READ, "computing_demand", "headcounts"))),
    as_read=_AS_READ,
)

_UNVERIFIED = "D"
"""Rows from memory; they are never shipped, so that none can become a default."""

_COMPANIES = {"Meta": "meta_timeseries.csv", "Microsoft": "microsoft_timeseries.csv"}
_NAMES = {"evidence": "grade", "source_url": "source", "parameter": "name"}
_ANNOUNCEMENTS = {
    "text": ["company", "date", "mechanism", "stated_reason", "ai_attribution", "reversal", "reason_basis"],
    "number": ["jobs_cut", "workforce_share"],
}
_SEVERANCE = {
    "text": ["company", "date", "charge_scope"],
    "number": [
        "jobs", "base_weeks", "weeks_per_year", "notice_weeks", "health_months", "charge_low_usd_m",
        "charge_high_usd_m", "charge_per_job_low_usd", "charge_per_job_high_usd",
    ],
}  # fmt: skip
_PRICES = {
    "text": ["vendor", "model", "from_date", "to_date"],
    "number": ["input_usd_per_m", "output_usd_per_m", "cached_input_usd_per_m"],
}
_COSTS = {"text": ["group", "name", "unit", "as_of", "notes"], "number": ["low", "central", "high"]}
_SERIES = {"text": ["metric", "period", "unit"], "number": ["value"]}
_RELIABILITY = {"text": ["benchmark", "system", "date", "metric", "unit"], "number": ["value"]}
_REHIRING = {"text": ["measure", "period", "unit"], "number": ["value"]}


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """The compiled tables as figures with unit, grade and source.

    folder : the source's own folder
    Returns `announcements`, `severance`, `company_series`, `cost_figures`, `api_prices`,
    `reliability` and `rehiring`. Rows without any figure and rows from memory (grade D) are
    left out, exact repeats too; an announcement without a number of jobs is kept, since it states
    a reason.
    """
    series = [_read(folder / name, _SERIES).assign(company=company) for company, name in _COMPANIES.items()]
    costs = [_read(folder / f"{kind}_cost_params.csv", _COSTS) for kind in ("human", "ai")]
    return {
        "announcements": _read(folder / "layoffs_ai.csv", _ANNOUNCEMENTS, figures_needed=False),
        "api_prices": _read(folder / "api_prices.csv", _PRICES),
        "company_series": pd.concat(series, ignore_index=True),
        "cost_figures": pd.concat(costs, ignore_index=True),
        "rehiring": _read(folder / "aggregates_regret_rehire.csv", _REHIRING),
        "reliability": _read(folder / "ai_reliability.csv", _RELIABILITY),
        "severance": _read(folder / "severance_packages.csv", _SEVERANCE),
    }


def _read(path: Path, columns: dict[str, list[str]], figures_needed: bool = True) -> pd.DataFrame:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False).rename(columns=_NAMES)
    text = frame[[*columns["text"], "grade", "source"]]
    numbers = frame[columns["number"]].apply(pd.to_numeric, errors="coerce").astype("float64")
    keep = frame["grade"].ne(_UNVERIFIED) & frame["grade"].ne("")
    if figures_needed:
        keep &= numbers.notna().any(axis=1)
    joined: pd.DataFrame = pd.concat([text, numbers], axis=1)[keep]
    return joined.drop_duplicates(ignore_index=True)
