"""How good forecasts of published figures were on past months: `python -m benchmarks.forecasts`."""

from __future__ import annotations

from reallocate.data.bundle import load_world
from reallocate.economy.assumptions import market_accounts
from reallocate.problem.nation.rolling_origins import rolling_months, rolling_years
from reallocate.problem.nation.targets import TECH, projected_rates
from reallocate.work.parameters import Parameters


def main() -> None:
    """Print errors, scores and coverage by rolling origins."""
    world = load_world()
    rates = projected_rates(world, market_accounts(world, Parameters()))
    for table in (rolling_months(world), rolling_years(world, rates, TECH)):
        print(table.to_string(index=False, float_format=lambda value: f"{value:.4g}"), end="\n\n")


if __name__ == "__main__":
    main()
