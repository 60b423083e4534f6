"""The verb `simulate`: a labour market through time, as a summary, a page or one JSON object."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reallocate.cli.progress import command, progress
from reallocate.cli.results import PAGE, Answer, give

if TYPE_CHECKING:
    from reallocate.scenario.market.schema import MarketScenario


def simulate(
    name: Annotated[
        Path | None,
        typer.Argument(help="A folder with scenario.toml, or a .toml file. Default: the market that ships."),
    ] = None,
    market: Annotated[
        str | None,
        typer.Option("--market", help="A CSV file (occupation, employment, optional wage), us or us-groups."),
    ] = None,
    mobility: Annotated[
        str | None,
        typer.Option(help="complete, bundle, or a CSV file of moves (source, target, weight)."),
    ] = None,
    fill: Annotated[
        bool | None,
        typer.Option("--fill", help="Occupations without a move out get the moves of all others together."),
    ] = None,
    shock: Annotated[
        str | None, typer.Option(help="A CSV file (occupation, probability): the work that falls away.")
    ] = None,
    shock_start: Annotated[float | None, typer.Option(help="Step at which the shock starts [steps].")] = None,
    shock_years: Annotated[float | None, typer.Option(help="Length of the shock [years].")] = None,
    steps: Annotated[int | None, typer.Option(help="How many steps are made [steps].")] = None,
    step_weeks: Annotated[float | None, typer.Option(help="Length of a step [weeks].")] = None,
    amplitude: Annotated[
        float | None, typer.Option(help="Swing of the business cycle [share of demand]; needs --period.")
    ] = None,
    period: Annotated[
        float | None, typer.Option(help="Length of the business cycle [steps]; needs --amplitude.")
    ] = None,
    mode: Annotated[str | None, typer.Option(help="Laws: published or extended.")] = None,
    engine: Annotated[str | None, typer.Option(help="flow, counts or agents.")] = None,
    runs: Annotated[int | None, typer.Option(help="How often it is run, each with draws of its own.")] = None,
    seed: Annotated[int | None, typer.Option(help="Of the draws.")] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", help="A key, such as ai.ceiling=0.9, or an assumption by name; several by repeating it."
        ),
    ] = None,
    calibrate: Annotated[
        bool, typer.Option("--calibrate", help="Fit the market of the nation to 2001 to 2019 anew; minutes.")
    ] = False,
    forecast: Annotated[
        str | None,
        typer.Option("--forecast", help="tech-workforce: a dated forecast to 2030; or a saved one's file."),
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", help="With --forecast: the day it is made on [YYYY-MM-DD].")
    ] = None,
    actual: Annotated[
        Path | None,
        typer.Option("--actual", help="Score a saved forecast: a CSV file (industry, year, employment)."),
    ] = None,
    years: Annotated[int | None, typer.Option(help="How long the extended laws are run [years].")] = None,
    capability: Annotated[
        str | None, typer.Option(help="Course of what AI can do: trend, plateau, fast or reversal; extended.")
    ] = None,
    reach: Annotated[
        str | None, typer.Option(help="Source of what AI can do, or all of them in turn; extended.")
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option(
            "--draws",
            help="Runs, each with numbers of its own for what is not known; published laws: with --ensemble; "
            "with --adopters none where it is left out.",
        ),
    ] = None,
    ensemble: Annotated[
        Path | None,
        typer.Option("--ensemble", help="Folder of the ensemble; one that was stopped goes on there."),
    ] = None,
    spread: Annotated[
        float | None,
        typer.Option("--spread", help="How far above and below its value a number is drawn [share of it]."),
    ] = None,
    adopters: Annotated[
        Path | None,
        typer.Option("--adopters", help="A saved plan (folder of plan --out) that its industry follows."),
    ] = None,
    share_of_industry: Annotated[
        float | None,
        typer.Option("--share-of-industry", help="Of the industry's work that follows in the end [share]."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the page, the tables and the inputs.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object on standard output.")
    ] = False,
) -> None:
    """Run a labour market through time: unemployment, openings, and who gains and who loses.

    reallocate simulate --out results/market

    reallocate simulate --capability plateau --set policy.retraining=1 --years 5

    reallocate simulate --shock p.csv --out results/shock

    reallocate simulate --market ours.csv --mobility complete --steps 300 --json

    reallocate simulate --mode published --draws 10000 --ensemble results/draws

    reallocate simulate --adopters results/today --share-of-industry 0.4 --draws 16 --out results/followed

    reallocate simulate --calibrate

    reallocate simulate --forecast tech-workforce --date 2026-11-26 --out forecast.json
    """
    flags: dict[str, Any] = {
        "market": market, "mobility": mobility, "fill": fill or None, "shock": shock,
        "shock_start": shock_start, "shock_years": shock_years, "steps": steps, "step_weeks": step_weeks,
        "amplitude": amplitude, "period": period, "mode": mode, "engine": engine, "runs": runs, "seed": seed,
        "years": years, "capability": capability, "reach": reach,
    }  # fmt: skip
    if forecast is not None or actual is not None or date is not None:
        from reallocate.cli.forecast import run_forecast

        others = {**flags, "seed": None, "calibrate": calibrate, "ensemble": ensemble, "spread": spread}
        run_forecast(
            forecast, date, draws, seed, set_ or [], actual, {"a scenario": name, **others}, out, as_json
        )
        return
    if calibrate:
        from reallocate.cli.calibration import calibrate_nation

        options = {f"--{flag.replace('_', '-')}": value for flag, value in flags.items()}
        calibrate_nation({"a scenario": name, "--set": set_, **options}, out, as_json)
        return
    if adopters is not None or share_of_industry is not None:
        from reallocate.cli.adopters import run_adopters

        others = {"--ensemble": ensemble, "--spread": spread}
        met = _scenario(name, set_ or [], {**flags, "mode": mode or "extended", "draws": draws})
        run_adopters(met, adopters, share_of_industry, others, out, as_json)
        return
    scenario = _scenario(name, set_ or [], flags)
    as_ensemble = ensemble is not None or spread is not None
    if as_ensemble or (draws is not None and scenario.mode == "published"):
        from reallocate.cli.ensemble import run_ensemble

        if scenario.laws.mode is None:
            scenario = _scenario(name, set_ or [], {**flags, "mode": "published"})
        run_ensemble(scenario, draws, ensemble, spread, out, as_json)
        return
    if scenario.mode == "extended":
        from reallocate.cli.extended import run_extended_market

        run_extended_market(_scenario(name, set_ or [], {**flags, "draws": draws}), out, as_json)
        return
    from reallocate.result.saving import must_be_free

    if out is not None:
        must_be_free(out, "market", "a simulated market")
    with progress() as say:
        answer = simulated(scenario, say, command())
    give(answer, out, as_json)


def simulated(scenario: MarketScenario, say: Any, made_by: str) -> Answer:
    """A market by the published laws, as it is printed and saved.

    scenario : of the market
    say : told what is under way
    made_by : the command, for the record
    """
    from reallocate.report.terminal import summary
    from reallocate.study.market.run import market_study

    study = market_study(scenario, progress=say, command=made_by)
    return Answer(
        study.to_dict(),
        study.facts,
        lambda console, place: console.print(summary(study.title, study.kind.card(study))),
        lambda: {PAGE: study.page().encode("utf-8")},
        lambda folder, files: study.save(folder),
        {},
    )


def _scenario(name: Path | None, sets: list[str], flags: dict[str, Any]) -> MarketScenario:
    from reallocate.scenario.market.read import assignments, load_market_scenario, with_market_flags
    from reallocate.scenario.market.schema import BUILT_IN, BUNDLE, COMPLETE

    written = load_market_scenario(name) if name is not None else None
    words = {*BUILT_IN, COMPLETE, BUNDLE}
    folder = written.folder if written is not None else None
    for flag in ("market", "mobility", "shock"):
        value = flags[flag]
        if value is not None and value not in words and folder is not None:
            flags = {**flags, flag: os.path.relpath(value, folder)}
    return with_market_flags(written, assignments(sets), **flags)
