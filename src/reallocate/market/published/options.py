"""Options of a labour market through time, each with the key of a scenario that it sets."""

from __future__ import annotations

from typing import Literal

from reallocate.kernel.options import ASSUMPTIONS, RUN, Assignments, File, Request, option

_SHOCK, _CYCLE, _MARKET = "Shock", "Business cycle", "Market"
"""Headings in the help of `reallocate simulate`."""


class NationOptions(Request):
    """Options of the nation's market, besides the number of draws."""

    years: int | None = option("time.years", "Length of the run [years].")
    capability: Literal["trend", "plateau", "fast", "reversal"] | None = option(
        "ai.capability",
        "Future of AI capability: trend, plateau, fast, or reversal (back to today's).",
        ASSUMPTIONS,
        python='"trend", "plateau", "fast" or "reversal"',
    )
    reach: str | None = option(
        "ai.reach",
        "Source of AI's reach (what AI can do), `all`, or a FILE of your own measurement (CSV, XLSX).",
        ASSUMPTIONS,
        python='source of AI\'s reach, "all" in turn, or a file of one\'s own',
    )
    reach_gaps: str | None = option(
        "ai.reach_gaps",
        "Source that fills occupations which your file of reach lacks. Default: they are refused.",
        ASSUMPTIONS,
        python="source that fills occupations which the file of reach lacks; refused by default",
    )
    closure: Literal["A", "B", "C"] | None = option(
        "laws.closure",
        "What closes the accounts: C, pay clears; B, money income stays on its path and money pay fixed; A, "
        "spending and real pay held. Default: C.",
        ASSUMPTIONS,
        python='what closes the accounts: "A" holds spending and real pay, "B" leaves money income on its '
        'path and money pay fixed, "C" lets pay clear',
    )
    policy: Assignments | None = option(
        "",
        "Policy beyond today's, NAME=VALUE; repeatable. retraining=1: the state pays the whole cost of "
        "retraining.",
        ASSUMPTIONS,
        python='what the state does beyond today, such as {"retraining": 1.0}',
    )


class Start(Request):
    """The month that the nation's market starts from."""

    start: str | None = option(
        "time.start",
        "Past month to start from, such as 2008-01: the market told nothing, told output, and what came. "
        "Without AI; 5 years by default.",
        None,
        "--from",
        python='a past month to start from, such as "2008-01": told nothing, told output, and what came',
    )


class KeysByName(Request):
    """Assumptions and keys that a user sets by name."""

    set: Assignments | None = option(
        "",
        "Value of an assumption or scenario key, NAME=VALUE; repeatable. ai.ceiling=0.9: in the end 90% of "
        "all work is done at firms that use AI.",
        ASSUMPTIONS,
        python='assumptions or keys by name, such as {"ai.ceiling": 0.9}',
    )


class Draws(Request):
    """How often the nation's market is run."""

    draws: int | None = option(
        "draws",
        "Number of runs, each with its own draw of the assumptions. Default: 32.",
        RUN,
        python="runs with assumptions drawn from their ranges",
    )


class Seed(Request):
    """The seed of the draws."""

    seed: int | None = option("seed", "Seed of the random draws. Default: 0.", RUN, python="of the draws")


class Occupations(Request):
    """The market of the published laws."""

    market: File | None = option(
        "market.occupations",
        python='"us", "us-groups" or a CSV file of occupations, by the published laws alone',
    )


class PublishedOptions(Request):
    """Options of a market by the published laws."""

    mobility: File | None = option(
        "market.mobility",
        "Moves between occupations: complete, bundle, or a CSV file (source, target, weight).",
        _MARKET,
        python='moves between occupations: "complete", "bundle", or a CSV file (source, target, weight)',
    )
    fill: bool | None = option(
        "market.fill", "Give occupations without moves the average moves of all others.", _MARKET
    )
    steps: int | None = option("time.steps", "Length of the run [steps].", _MARKET)
    step_weeks: float | None = option("time.step_weeks", "Length of a step [weeks].", _MARKET)
    shock: File | None = option(
        "shock.file", "CSV file of the work that is lost (occupation, probability).", _SHOCK
    )
    shock_start: float | None = option(
        "shock.start_step",
        "Step at which the shock starts [steps].",
        _SHOCK,
        python="step at which the shock starts",
    )
    shock_years: float | None = option("shock.years", "Length of the shock [years].", _SHOCK)
    amplitude: float | None = option(
        "cycle.amplitude",
        "Swing of demand [share]; needs --period.",
        _CYCLE,
        python="swing of demand [share]; needs `period`",
    )
    period: float | None = option(
        "cycle.period_steps",
        "Length of a cycle [steps]; needs --amplitude.",
        _CYCLE,
        python="length of a cycle [steps]; needs `amplitude`",
    )


class Runs(Request):
    """How a market is run by the published laws."""

    engine: Literal["flow", "counts", "agents"] | None = option(
        "engine",
        "flow (expected values), counts (whole people) or agents (each worker).",
        RUN,
        python='"flow" (expected values), "counts" (whole people) or "agents" (each worker)',
    )
    runs: int | None = option("runs", "Number of runs, each with its own random numbers.", RUN)


class MarketRequest(NationOptions, Start, Draws, Seed, Occupations, PublishedOptions, Runs):
    """Every option that sets a key of a labour-market scenario."""
