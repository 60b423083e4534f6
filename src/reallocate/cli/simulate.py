"""The verb `simulate`: a labour market through time, by sub-verb."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from reallocate.cli.commands import PanelCommand, SubVerbs
from reallocate.cli.options import AS_JSON, ASSUMPTIONS, CAPABILITY, OUT, REACH, RUN, SEED, option
from reallocate.cli.results import show

app = typer.Typer(name="simulate", cls=SubVerbs, no_args_is_help=True)

EXECUTOR = option(
    "Where runs are made: serial, processes:N or dask:ADDRESS; results are the same. Default: serial.", RUN
)

SHOCK, CYCLE, MARKET = "Shock", "Business cycle", "Market"

CLOSURE = option(
    "What closes the accounts: C, pay clears; B, money income stays on its path and money pay fixed; A, "
    "spending and real pay held. Default: C.",
    ASSUMPTIONS,
)
YEARS = option("Length of the run [years].")
POLICY = option(
    "Policy beyond today's, NAME=VALUE; repeatable. retraining=1: the state pays the whole cost of "
    "retraining.",
    ASSUMPTIONS,
)
KEYS = option(
    "Value of an assumption or scenario key, NAME=VALUE; repeatable. ai.ceiling=0.9: in the end 90% of "
    "all work is done at firms that use AI.",
    ASSUMPTIONS,
    "--set",
)
ANY_MARKET = typer.Argument(
    None,
    help="us, us-groups, a CSV file (occupation, employment, optional wage), or a scenario. Default: us.",
)
MOBILITY = option(
    "Moves between occupations: complete, bundle, or a CSV file (source, target, weight).", MARKET
)
FILL = option("Give occupations without moves the average moves of all others.", MARKET, "--fill")
STEPS = option("Length of the run [steps].", MARKET)
STEP_WEEKS = option("Length of a step [weeks].", MARKET)
LOST_WORK = option("CSV file of the work that is lost (occupation, probability).", SHOCK)
SHOCK_START = option("Step at which the shock starts [steps].", SHOCK)
SHOCK_YEARS = option("Length of the shock [years].", SHOCK)
AMPLITUDE = option("Swing of demand [share]; needs --period.", CYCLE)
PERIOD = option("Length of a cycle [steps]; needs --amplitude.", CYCLE)


@app.command("nation", cls=PanelCommand)
def nation(
    scenario: Path | None = typer.Argument(
        None, help="Folder with scenario.toml, or a .toml file. Default: the US today."
    ),
    years: int | None = YEARS,
    capability: str | None = CAPABILITY,
    reach: str | None = REACH,
    closure: str | None = CLOSURE,
    policy: list[str] | None = POLICY,
    set_: list[str] | None = KEYS,
    draws: int | None = option(
        "Number of runs, each with its own draw of the assumptions. Default: 32.", RUN
    ),
    seed: int | None = SEED,
    executor: str | None = EXECUTOR,
    out: Path | None = OUT,
    as_json: bool = AS_JSON,
) -> None:
    """Run the labour market of the United States while firms adopt AI.

    Each run is compared with the same market without further AI.

    reallocate simulate nation --out results/nation

    reallocate simulate nation --capability plateau --policy retraining=1 --years 5
    """
    from reallocate.api.simulate import simulate_nation

    result = simulate_nation(
        scenario, years=years, draws=draws, capability=capability, reach=reach, closure=closure,
        policy=policy, set=set_, seed=seed, executor=executor, out=out,
    )  # fmt: skip
    show(result, as_json, out)


@app.command("central", cls=PanelCommand)
def central(
    scenario: Path | None = typer.Argument(
        None, help="Folder with scenario.toml, or a .toml file. Default: the US today."
    ),
    years: int | None = YEARS,
    capability: str | None = CAPABILITY,
    reach: str | None = REACH,
    closure: str | None = CLOSURE,
    policy: list[str] | None = POLICY,
    set_: list[str] | None = KEYS,
) -> None:
    """Run the nation's market once, with every assumption at its value in force; prints CSV by quarter.

    One run has no draws, and so no range and no probability. It takes seconds.

    reallocate simulate central --set ai.ceiling=0.9 --policy wage_insurance=0.5 > run.csv
    """
    from reallocate.api.market import Market

    market = Market(
        scenario, years=years, capability=capability, reach=reach, closure=closure, policy=policy, set=set_
    )
    for note in market.notes:
        print(note, file=sys.stderr)
    print(market.path().to_csv(index=False), end="")


@app.command("market", cls=PanelCommand)
def market(
    market: Path | None = ANY_MARKET,
    mobility: str | None = MOBILITY,
    fill: bool | None = FILL,
    steps: int | None = STEPS,
    step_weeks: float | None = STEP_WEEKS,
    shock: Path | None = LOST_WORK,
    shock_start: float | None = SHOCK_START,
    shock_years: float | None = SHOCK_YEARS,
    amplitude: float | None = AMPLITUDE,
    period: float | None = PERIOD,
    engine: str | None = option(
        "flow (expected values), counts (whole people) or agents (each worker).", RUN
    ),
    runs: int | None = option("Number of runs, each with its own random numbers.", RUN),
    set_: list[str] | None = KEYS,
    seed: int | None = SEED,
    out: Path | None = OUT,
    as_json: bool = AS_JSON,
) -> None:
    """Run any labour market with published equations: people lose jobs, apply, and are hired.

    The equations are those of del Rio-Chanona and others (2021).

    reallocate simulate market --shock p.csv --out results/shock

    reallocate simulate market ours.csv --mobility complete --steps 300 --json
    """
    from reallocate.api.simulate import simulate_market

    result = simulate_market(
        market, mobility=mobility, fill=fill, steps=steps, step_weeks=step_weeks, shock=shock,
        shock_start=shock_start, shock_years=shock_years, amplitude=amplitude, period=period, engine=engine,
        runs=runs, set=set_, seed=seed, out=out,
    )  # fmt: skip
    show(result, as_json, out)


@app.command("adopters", cls=PanelCommand)
def adopters(
    plan: Path = typer.Argument(help="Saved plan (folder of `plan --out`) that the industry follows."),
    share: float | None = option("Share of the industry's work that adopters do in the end; required."),
    scenario: Path | None = option("Scenario of the nation's market: folder or .toml file."),
    years: int | None = YEARS,
    capability: str | None = CAPABILITY,
    reach: str | None = REACH,
    closure: str | None = CLOSURE,
    policy: list[str] | None = POLICY,
    set_: list[str] | None = KEYS,
    draws: int | None = option("Draws of the assumptions, for an interval. Default: none.", RUN),
    seed: int | None = SEED,
    out: Path | None = OUT,
    as_json: bool = AS_JSON,
) -> None:
    """Let an industry follow a plan: effects on the nation's market, and on the plan itself.

    reallocate simulate adopters results/today --share 0.4 --draws 16 --out results/followed
    """
    from reallocate.api.simulate import simulate_adopters

    result = simulate_adopters(
        plan, share, scenario, years=years, draws=draws, capability=capability, reach=reach,
        closure=closure, policy=policy, set=set_, seed=seed, out=out,
    )  # fmt: skip
    show(result, as_json, out)


@app.command("ensemble", cls=PanelCommand)
def ensemble(
    market: Path | None = ANY_MARKET,
    draws: int | None = option("Number of runs; required."),
    out: Path | None = option("Folder of the ensemble; a stopped one continues there; required."),
    spread: float | None = option("Half-width of each number's range [share of its value]. Default: 0.25."),
    mobility: str | None = MOBILITY,
    fill: bool | None = FILL,
    steps: int | None = STEPS,
    step_weeks: float | None = STEP_WEEKS,
    shock: Path | None = LOST_WORK,
    shock_start: float | None = SHOCK_START,
    shock_years: float | None = SHOCK_YEARS,
    amplitude: float | None = AMPLITUDE,
    period: float | None = PERIOD,
    set_: list[str] | None = KEYS,
    seed: int | None = SEED,
    executor: str | None = EXECUTOR,
    as_json: bool = AS_JSON,
) -> None:
    """Run a market with published equations many times, each with its own draw of the assumptions.

    reallocate simulate ensemble us-groups --steps 120 --draws 10000 --out results/draws
    """
    import reallocate

    result = reallocate.ensemble(
        market, draws=draws, out=out, spread=spread, set=set_, seed=seed, mobility=mobility, fill=fill,
        steps=steps, step_weeks=step_weeks, shock=shock, shock_start=shock_start, shock_years=shock_years,
        amplitude=amplitude, period=period, executor=executor,
    )  # fmt: skip
    show(result, as_json, out)


@app.command("calibrate", cls=PanelCommand)
def calibrate(out: Path | None = OUT, as_json: bool = AS_JSON) -> None:
    """Fit the nation's market to 2001 to 2019 again and test the fit; takes minutes.

    reallocate simulate calibrate --out results/fit
    """
    import reallocate

    show(reallocate.calibrate(out=out), as_json, out)
