"""How good forecasts of published figures were on past months: `python -m benchmarks.forecasts`."""

from __future__ import annotations

from reallocate.data.bundle import load_world
from reallocate.kernel.parameters import Parameters
from reallocate.market.forecast.monthly import TECH, projected_rates, rolling_months, rolling_years
from reallocate.market.nation.assumptions import market_accounts


def main() -> None:
    """Print errors, scores and coverage by rolling origins."""
    world = load_world()
    rates = projected_rates(world, market_accounts(world, Parameters()))
    for table in (rolling_months(world), rolling_years(world, rates, TECH)):
        print(table.to_string(index=False, float_format=lambda value: f"{value:.4g}"), end="\n\n")


if __name__ == "__main__":
    main()
