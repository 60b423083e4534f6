"""Requests about jobs and about labour markets through time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reallocate.api.requests import Observed, Printed, Remote, Saved
from reallocate.firm.request.keys import Industry, Nation
from reallocate.jobs.options import AHEAD, JobQuestion, JobsOptions
from reallocate.kernel.options import RESULT, RUN, File, Names, Request, argument, option, reworded
from reallocate.market.published.options import (
    Draws,
    KeysByName,
    NationOptions,
    Occupations,
    PublishedOptions,
    Runs,
    Seed,
    Start,
)

if TYPE_CHECKING:
    from reallocate.market.published.keys import MarketScenario
    from reallocate.render.result import Result
else:
    MarketScenario = Result = Any


class JobRequest(Nation, JobQuestion, Saved):
    """What `reallocate.job` takes."""

    market: Result | File | None = option(
        "",
        "Saved run of `simulate nation` or `adopters`: pay and hiring ahead.",
        AHEAD,
        python="a run of the nation's market, or its folder: where pay and hiring in the job go there",
    )
    html: File | None = option("", "File for the page alone.", RESULT)


class JobCommand(JobRequest, Printed):
    """The same, with how a command prints it."""


class JobsRequest(Nation, JobsOptions, Saved):
    """What `reallocate.jobs` takes."""

    industry: Names | None = argument(
        default=None, python="NAICS code, or words of an official title, or several", kw_only=False
    )


class JobsCommand(Nation, Industry, JobsOptions, Saved, Printed):
    """What `reallocate jobs` takes."""


class _OfMarket(Request):
    """The scenario of a labour market."""

    scenario: MarketScenario | File | None = argument(
        "Folder with scenario.toml, or a .toml file. Default: the US today.",
        default=None,
        python="a folder or .toml file; every option changes it",
        kw_only=False,
    )


class _OfCountry(Nation):
    """The country of a labour market."""

    country: str | None = reworded(
        Nation,
        "country",
        "Country of the market. Only the United States has the input-output accounts that it needs.",
        python="only the United States has the accounts that a market needs",
        is_rare=True,
    )


class NationRequest(
    _OfMarket, _OfCountry, Start, NationOptions, KeysByName, Draws, Seed, Remote, Saved, Observed
):
    """What the nation's market takes."""


class NationCommand(NationRequest, Printed):
    """What `reallocate simulate nation` takes."""


class CentralRequest(_OfMarket, NationOptions, KeysByName):
    """What one central run takes."""


class _Follows(Request):
    """A plan that an industry follows."""

    share: float | None = option(
        "",
        "Share of the industry's work that adopters do in the end; required.",
        python="of the industry's work that adopters do in the end [share]",
    )


class AdoptersRequest(_Follows, _OfCountry, NationOptions, KeysByName, Draws, Seed, Saved, Observed):
    """What a market takes in which an industry follows a plan."""

    plan: Result | File | None = argument(
        "Saved plan (folder of `plan --out`) that the industry follows.",
        default=None,
        python="a plan, or the folder of a saved one",
        kw_only=False,
    )
    scenario: MarketScenario | File | None = option(
        "", "Scenario of the nation's market: folder or .toml file.", python="a folder or .toml file"
    )


class AdoptersCommand(AdoptersRequest, Printed):
    """What `reallocate simulate adopters` takes."""

    plan: File = argument("Saved plan (folder of `plan --out`) that the industry follows.", kw_only=False)
    draws: int | None = reworded(
        Draws, "draws", "Draws of the assumptions, for an interval. Default: none.", RUN
    )


_ANY_MARKET = "us, us-groups, a CSV file (occupation, employment, optional wage), or a scenario. Default: us."


class PublishedRequest(Occupations, PublishedOptions, Runs, KeysByName, Seed, Saved, Observed):
    """What a market takes by the published laws."""

    scenario: MarketScenario | File | None = argument(
        _ANY_MARKET,
        default=None,
        python="a scenario, a CSV file of occupations, or a market that ships",
        kw_only=False,
    )


class MarketCommand(PublishedOptions, Runs, KeysByName, Seed, Saved, Printed):
    """What `reallocate simulate market` takes."""

    market: File | None = argument(_ANY_MARKET, default=None, kw_only=False)


class SimulateRequest(
    _OfMarket, _OfCountry, _Follows, Occupations, Start, NationOptions, Draws, KeysByName, Seed, Remote,
    Saved, Observed, PublishedOptions, Runs,
):  # fmt: skip
    """What `reallocate.simulate` takes."""

    adopters: Result | File | None = option(
        python="a plan, or the folder of a saved one, that its industry follows; needs `share`"
    )


class _ManyRuns(Request):
    """How many runs are made, where, and how far apart."""

    draws: int | None = option("", "Number of runs; required.", python="number of runs")
    out: File | None = option(
        "",
        "Folder of the ensemble; a stopped one continues there; required.",
        python="folder of the ensemble; a stopped one continues there",
    )
    spread: float | None = option(
        "",
        "Half-width of each number's range [share of its value]. Default: 0.25.",
        python="half-width of the range of each number [share of its value]",
    )


class _EnsembleOptions(_ManyRuns, PublishedOptions, KeysByName, Seed, Remote):
    """Many runs of a market by the published laws."""


class EnsembleRequest(_EnsembleOptions, Runs, Observed):
    """What `reallocate.ensemble` takes."""

    market: MarketScenario | File | None = argument(
        default=None, python='"us", "us-groups", a CSV file of occupations, or a scenario', kw_only=False
    )


class EnsembleCommand(_EnsembleOptions, Printed):
    """What `reallocate simulate ensemble` takes."""

    market: File | None = argument(_ANY_MARKET, default=None, kw_only=False)


class CalibrateCommand(Saved, Printed):
    """What `reallocate simulate calibrate` takes."""


class SkillRequest(Saved, Observed):
    """What the skill of the monthly forecasts takes."""


class SkillCommand(SkillRequest, Printed):
    """What `reallocate forecast skill` takes."""


class HindcastRequest(Saved, Observed):
    """What `reallocate.hindcast` takes."""


class HindcastCommand(HindcastRequest, Printed):
    """The same, with how a command prints it."""


class EstimatesRequest(Saved, Observed):
    """What `reallocate.estimates` takes."""

    sources: File | None = option(
        "",
        "Folder of source files. Figures from series that may not ship are computed again from it. "
        "Default: as they were computed once.",
        RUN,
        python="folder of source files; figures from series that may not ship are computed again from it. By "
        "default they stand as they were computed once",
    )


class EstimatesCommand(EstimatesRequest, Printed):
    """What `reallocate estimates` takes."""
