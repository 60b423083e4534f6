"""The nation's market in one central run, and strips of its inputs: answers in a second."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import pandas as pd

from reallocate.api.market_requests import CentralRequest
from reallocate.api.simulate import nation_scenario
from reallocate.api.spelling import python_errors
from reallocate.data.bundle import load_tables, load_world
from reallocate.kernel.options import method_takes
from reallocate.kernel.toml import toml_text
from reallocate.market.nation.slumps import slumps
from reallocate.market.simulate.beforehand import path_at_hand, shipped_answer, shipped_closures
from reallocate.market.simulate.jobs_text import jobs_sentences, run_jobs, run_sentence
from reallocate.market.simulate.request import CENTRAL, economy_run
from reallocate.market.simulate.runs import CentralMarket
from reallocate.market.simulate.strip import (
    SLIDERS,
    Position,
    Slider,
    Strip,
    central_closures,
    central_market,
    central_run,
    make_strip,
    shipped_band,
    shipped_strip,
)


class Market:
    """The labour market of the United States while firms adopt AI, in one central run.

    Every assumption stands at its value in force, and the same run without further AI beside it. There are no
    draws, and so no range and no probability; `reallocate.simulate` has those. Arguments as there.

    `path()` is the run, by quarter: unemployment with and without further AI, both if no slump comes [% of
    the labour force]; jobs wanted and jobs whose work AI does [% of all jobs], real pay and prices [%],
    labour's share of income [percentage points], each against no further AI. `closures()` is the same run
    under each closure. `strip(key)` is the same at all positions of one input.
    """

    @python_errors
    @method_takes(CentralRequest)
    def __init__(self, asked: CentralRequest) -> None:
        self._scenario = nation_scenario(asked)
        self._run = economy_run(self._scenario, load_world().sources, CENTRAL)

    @python_errors
    def path(self) -> pd.DataFrame:
        """The central run: a row a quarter."""
        kept = path_at_hand(self._run)
        return central_run(_prepared(), self._scenario) if kept is None else kept

    @python_errors
    def closures(self) -> pd.DataFrame:
        """The central run under each closure, whichever this market has: a row a closure and quarter."""
        return central_closures(_prepared(), self._scenario)

    @python_errors
    def strip(self, key: str, positions: Sequence[Position] | None = None) -> Strip:
        """Central runs at all positions of one input, all others as in this market.

        key : as `set` takes it, such as "ai.ceiling", "policy.wage_insurance" or "economy_pass_through"
        positions : values of the input; 16 from end to end of its slider where nothing is said
        """
        return make_strip(_prepared(), self._scenario, key, positions)

    def scenario_text(self) -> str:
        """The market as the text of a scenario.toml, which `Market` and `simulate` take."""
        return toml_text(self._scenario.model_dump(mode="json", exclude_unset=True))

    @staticmethod
    def sliders() -> tuple[Slider, ...]:
        """Inputs whose strips ship, each with its ends, unit and value as shipped."""
        return SLIDERS

    @staticmethod
    def shipped(key: str) -> Strip:
        """The strip of an input in the scenario as shipped; nothing is run.

        key : of a slider
        """
        return shipped_strip(key)

    @staticmethod
    def ends(path: pd.DataFrame) -> dict[str, float]:
        """What a run comes to at its end and at worst, against no further AI, by measure as in `outcomes()`.

        path : as `path()` gives it
        """
        end, rise = path.iloc[-1], path["unemployment"] - path["unemployment_without"]
        worst, peak = path.iloc[int(path["jobs"].argmin())], path["year"].iloc[int(rise.argmax())]
        return {
            "year": float(end["year"]), "jobs_worst": float(worst["jobs"]),
            "jobs_worst_year": float(worst["year"]), "unemployment_peak_year": float(peak),
            "labour_share_lowest": float(path["labour_share"].min()),
            "jobs": float(end["jobs"]), "hours_saved": float(end["ended"]), "real_pay": float(end["pay"]),
            "prices": float(end["prices"]), "labour_share": float(end["labour_share"]),
            "unemployment_peak": float(rise.max()), "unemployment_end": float(rise.iloc[-1]),
        }  # fmt: skip

    @staticmethod
    def sentence(ends: Mapping[str, float], mark: Callable[[str, str], str] = lambda _, words: words) -> str:
        """One run in a sentence: jobs at worst and at the end, and real pay.

        ends : as `ends()` gives them
        mark : (name, words) of each part that a page moves -> how it is written
        """
        return run_sentence(ends, mark)

    @staticmethod
    def jobs_words(ends: Mapping[str, float]) -> str:
        """Jobs of one run at worst and at the end, as a part of a sentence.

        ends : as `ends()` gives them
        """
        return run_jobs(ends)

    @staticmethod
    def answer() -> tuple[str, ...]:
        """How many jobs AI costs in the scenario as shipped: the answer, then what it rests on."""
        return jobs_sentences(shipped_answer())

    @staticmethod
    def band() -> pd.DataFrame:
        """The draws of the scenario as shipped: series, year, 10th percentile, median, 90th percentile."""
        return shipped_band()

    @staticmethod
    def slumps() -> str:
        """How often slumps came since 1980: none of these runs has one."""
        return _slumps()

    @staticmethod
    def outcomes() -> pd.DataFrame:
        """The draws of the scenario as shipped at the end, under each closure: jobs, hours, pay, prices,
        labour's share and unemployment, as the table `closures` of `reallocate.simulate`."""
        return shipped_closures()


__all__ = ["Market", "Slider", "Strip"]


@cache
def _prepared() -> CentralMarket:
    return central_market(load_world())


@cache
def _slumps() -> str:
    return slumps(load_tables()).rate
