"""The verb `simulate`: a labour market through time, by sub-verb."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reallocate.cli.commands import PanelCommand, SubVerbs
from reallocate.cli.options import ASSUMPTIONS, RUN, AsJson, Capability, Out, Reach, Seed, option
from reallocate.cli.record import command
from reallocate.cli.results import show

app = typer.Typer(name="simulate", cls=SubVerbs, no_args_is_help=True)

SHOCK, CYCLE, MARKET = "Shock", "Business cycle", "Market"

Scenario = Annotated[
    Path | None, typer.Argument(help="Folder with scenario.toml, or a .toml file. Default: the US today.")
]
Years = Annotated[int | None, option("--years", "Length of the run [years].")]
Policy = Annotated[
    list[str] | None,
    option(
        "--policy",
        "Policy beyond today's, NAME=VALUE; repeatable. retraining=1: the whole cost of retraining is paid.",
        ASSUMPTIONS,
    ),
]
Keys = Annotated[
    list[str] | None,
    option(
        "--set",
        "Value of an assumption or scenario key, NAME=VALUE; repeatable. ai.ceiling=0.9: firms that use AI "
        "do 90% of the work in the end.",
        ASSUMPTIONS,
    ),
]
AnyMarket = Annotated[
    Path | None,
    typer.Argument(
        help="us, us-groups, a CSV file (occupation, employment, optional wage), or a scenario. Default: us."
    ),
]
Mobility = Annotated[
    str | None,
    option(
        "--mobility",
        "Moves between occupations: complete, bundle, or a CSV file (source, target, weight).",
        MARKET,
    ),
]
Fill = Annotated[
    bool | None,
    option("--fill", "Give occupations without moves the average moves of all others.", MARKET),
]
Steps = Annotated[int | None, option("--steps", "Length of the run [steps].", MARKET)]
StepWeeks = Annotated[float | None, option("--step-weeks", "Length of a step [weeks].", MARKET)]
Shock = Annotated[
    Path | None,
    option("--shock", "CSV file of the work that is lost (occupation, probability).", SHOCK),
]
ShockStart = Annotated[
    float | None, option("--shock-start", "Step at which the shock starts [steps].", SHOCK)
]
ShockYears = Annotated[float | None, option("--shock-years", "Length of the shock [years].", SHOCK)]
Amplitude = Annotated[float | None, option("--amplitude", "Swing of demand [share]; needs --period.", CYCLE)]
Period = Annotated[float | None, option("--period", "Length of a cycle [steps]; needs --amplitude.", CYCLE)]


@app.command("nation", cls=PanelCommand)
def nation(
    scenario: Scenario = None,
    years: Years = None,
    capability: Capability = None,
    reach: Reach = None,
    policy: Policy = None,
    set_: Keys = None,
    draws: Annotated[
        int | None,
        option("--draws", "Number of runs, each with its own draw of the assumptions. Default: 32.", RUN),
    ] = None,
    seed: Seed = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Run the labour market of the United States while firms adopt AI.

    Each run is compared with the same market without further AI.

    reallocate simulate nation --out results/nation

    reallocate simulate nation --capability plateau --policy retraining=1 --years 5
    """
    from reallocate.face.simulate import simulate_nation

    result = simulate_nation(
        scenario, years=years, draws=draws, capability=capability, reach=reach, policy=policy, set=set_,
        seed=seed, out=out, command=command(),
    )  # fmt: skip
    show(result, as_json, out)


@app.command("market", cls=PanelCommand)
def market(
    market: AnyMarket = None,
    mobility: Mobility = None,
    fill: Fill = None,
    steps: Steps = None,
    step_weeks: StepWeeks = None,
    shock: Shock = None,
    shock_start: ShockStart = None,
    shock_years: ShockYears = None,
    amplitude: Amplitude = None,
    period: Period = None,
    engine: Annotated[
        str | None,
        option("--engine", "flow (expected values), counts (whole people) or agents (each worker).", RUN),
    ] = None,
    runs: Annotated[
        int | None, option("--runs", "Number of runs, each with its own random numbers.", RUN)
    ] = None,
    set_: Keys = None,
    seed: Seed = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Run any labour market with published equations: people lose jobs, apply, and are hired.

    The equations are those of del Rio-Chanona and others (2021).

    reallocate simulate market --shock p.csv --out results/shock

    reallocate simulate market ours.csv --mobility complete --steps 300 --json
    """
    from reallocate.face.simulate import simulate_market

    result = simulate_market(
        market, mobility=mobility, fill=fill, steps=steps, step_weeks=step_weeks, shock=shock,
        shock_start=shock_start, shock_years=shock_years, amplitude=amplitude, period=period, engine=engine,
        runs=runs, set=set_, seed=seed, out=out, command=command(),
    )  # fmt: skip
    show(result, as_json, out)


@app.command("adopters", cls=PanelCommand)
def adopters(
    plan: Annotated[
        Path, typer.Argument(help="Saved plan (folder of `plan --out`) that the industry follows.")
    ],
    share: Annotated[
        float | None,
        option("--share", "Share of the industry's work that adopters do in the end; required."),
    ] = None,
    scenario: Annotated[
        Path | None, option("--scenario", "Scenario of the nation's market: folder or .toml file.")
    ] = None,
    years: Years = None,
    capability: Capability = None,
    reach: Reach = None,
    policy: Policy = None,
    set_: Keys = None,
    draws: Annotated[
        int | None, option("--draws", "Draws of the assumptions, for an interval. Default: none.", RUN)
    ] = None,
    seed: Seed = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Let an industry follow a plan: effects on the nation's market, and on the plan itself.

    reallocate simulate adopters results/today --share 0.4 --draws 16 --out results/followed
    """
    from reallocate.face.simulate import simulate_adopters

    result = simulate_adopters(
        plan, share, scenario, years=years, draws=draws, capability=capability, reach=reach, policy=policy,
        set=set_, seed=seed, out=out, command=command(),
    )  # fmt: skip
    show(result, as_json, out)


@app.command("ensemble", cls=PanelCommand)
def ensemble(
    market: AnyMarket = None,
    draws: Annotated[int | None, option("--draws", "Number of runs; required.")] = None,
    out: Annotated[
        Path | None, option("--out", "Folder of the ensemble; a stopped one continues there; required.")
    ] = None,
    spread: Annotated[
        float | None,
        option("--spread", "Half-width of each number's range [share of its value]. Default: 0.25."),
    ] = None,
    mobility: Mobility = None,
    fill: Fill = None,
    steps: Steps = None,
    step_weeks: StepWeeks = None,
    shock: Shock = None,
    shock_start: ShockStart = None,
    shock_years: ShockYears = None,
    amplitude: Amplitude = None,
    period: Period = None,
    set_: Keys = None,
    seed: Seed = None,
    as_json: AsJson = False,
) -> None:
    """Run a market with published equations many times, each with its own draw of the assumptions.

    reallocate simulate ensemble us-groups --steps 120 --draws 10000 --out results/draws
    """
    import reallocate

    result = reallocate.ensemble(
        market, draws=draws, out=out, spread=spread, set=set_, seed=seed, mobility=mobility, fill=fill,
        steps=steps, step_weeks=step_weeks, shock=shock, shock_start=shock_start, shock_years=shock_years,
        amplitude=amplitude, period=period,
    )  # fmt: skip
    show(result, as_json, out)


@app.command("calibrate", cls=PanelCommand)
def calibrate(out: Out = None, as_json: AsJson = False) -> None:
    """Fit the nation's market to 2001 to 2019 again and test the fit; takes minutes.

    reallocate simulate calibrate --out results/fit
    """
    import reallocate

    show(reallocate.calibrate(out=out), as_json, out)
