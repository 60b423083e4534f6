"""The unit of every column of a plan's tables."""

from __future__ import annotations

_BY_UNIT: dict[tuple[str, str], str] = {
    ("roles", "FTE"): "headcount baseline_end plan_end delta delta_low delta_high layoffs "
    "layoffs_low layoffs_high quits moves_out moves_in hires sources_low sources_high",
    ("groups", "roles"): "roles",
    ("groups", "FTE"): "headcount baseline_end plan_end delta delta_low delta_high layoffs "
    "layoffs_low layoffs_high quits moves_out moves_in hires sources_low sources_high",
    ("roles", "share of hours"): "automated_share augmented_share",
    ("kinds", "FTE"): "positions_baseline positions_plan delta delta_low delta_high",
    ("kinds", "hours/quarter"): "hours human augmented automated dropped",
    ("activities", "hours/quarter"): "hours augmented automated automated_low automated_high",
    ("moves", "FTE"): "positions",
    ("moves", "weeks"): "training_weeks",
    ("moves", "USD/person"): "training_cost",
    ("alternatives", "FTE"): "positions layoffs moved hires",
    ("alternatives", "USD million"): "extra_cost first_year_cash",
    ("alternatives", "share"): "extra_share",
    ("alternatives", "MW"): "power",
    ("frontier", "FTE"): "positions",
    ("frontier", "USD million"): "extra_cost",
    ("frontier", "share"): "extra_share",
    ("frontier", "USD/position"): "cost_per_job",
    ("ways", "share of movers"): "share_of_movers",
    ("ways", "probability/year"): "odds_if_try",
    ("ways", "USD/year"): "pay_now entry_pay",
    ("ways", "weeks"): "training_weeks",
    ("ways", "USD in ten years"): "gain",
    ("bridge", "FTE"): "positions",
    ("channels", "FTE"): "positions",
    ("cash", "USD million"): "payroll compute capex exits training change total",
    (
        "profit_and_loss",
        "USD million",
    ): "payroll compute_opex depreciation restructuring training change total",
    ("cases", "FTE"): "positions layoffs quits hires",
    ("cases", "USD million/year"): "saving",
    ("cases", "USD million"): "one_off present_value",
    ("cases", "months"): "payback",
    ("cases", "share of work"): "work_dropped",
    ("grid", "share"): "exits_share",
    ("grid", "FTE"): "positions layoffs",
    ("grid", "USD million/year"): "saving",
    ("grid", "USD million"): "one_off",
    ("grid", "months"): "payback",
    ("grid", "share of work"): "work_dropped",
    ("sources", "FTE"): "positions layoffs",
    ("sources", "USD million/year"): "saving",
    ("sources", "USD million"): "compute",
    ("sources", "share of hours"): "automated_share",
    ("limits", "USD million"): "up down",
    ("funding", "USD/FTE/year"): "pay_per_head",
    ("funding", "jobs"): "jobs",
    ("funding", "USD bn/year"): "freed_bn",
    (
        "funding",
        "share",
    ): "share_of_capex_low share_of_capex_high share_of_increase_low share_of_increase_high",
    ("funding", "USD bn"): "severance_low_bn severance_high_bn",
    ("funding", "months"): "payback_low_months payback_high_months",
    ("funding", "GPU-years"): "gpu_years",
    ("headcount", "FTE"): "begin hires quits voluntary layoffs moves_in moves_out end",
    ("modes", "hours/quarter"): "hours",
    ("history", "share"): "growth_2017_2019 growth_2017_2019_low growth_2017_2019_high median_2017_2019 "
    "growth_2022_2025 growth_2022_2025_low growth_2022_2025_high median_2022_2025",
    ("history", "persons"): "employment_2022",
    ("history_summary", "rank correlation"): "rank_correlation_before rank_correlation_before_low "
    "rank_correlation_before_high rank_correlation_after rank_correlation_after_low "
    "rank_correlation_after_high difference low high sampling_low sampling_high difference_weighted",
    ("history_summary", "share/year"): "gap_before gap_after gap_change gap_low gap_high",
    ("flips", "FTE"): "positions_at_low positions_at_high layoffs_at_low layoffs_at_high",
    ("statistics", "USD million"): "value present_value",
    ("role_table", "FTE"): "headcount",
    ("role_table", "positions"): "open_positions",
    ("role_table", "USD/FTE/year"): "loaded_cost",
}

UNITS: dict[tuple[str, str], str] = {
    (table, column): unit for (table, unit), columns in _BY_UNIT.items() for column in columns.split()
}
"""(table, column) → unit, for every column that holds numbers of one unit."""
