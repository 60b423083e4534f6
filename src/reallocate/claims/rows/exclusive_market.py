"""Row 12c: a leaner, more exclusive labour market, as the model has it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.claims.basis.claim import (
    AFTER_THE_RESULT,
    LIKELY,
    ByDraws,
    Change,
    Measured,
    Reading,
    Rule,
    Verdict,
    change_of_mix,
    noise_of_a_month,
    openings_per_job_seeker,
)
from reallocate.claims.basis.context import (
    MARKET_QUARTERS,
    TOGETHER,
    ClaimContext,
    drawn_runs,
    ensemble,
    ensemble_draws,
    nation,
    once,
    one_run,
    run_side_by_side,
)
from reallocate.claims.basis.gates import INSTEAD, history_gate
from reallocate.claims.rows.young_people import beginners_not_hired
from reallocate.kernel.arrays import Array, interval, share_interval
from reallocate.kernel.parameters import Parameters
from reallocate.market.flow.network import LANES
from reallocate.market.forecast.lines import what_could_tell
from reallocate.market.laws.closures import HEADLINE, Closure
from reallocate.market.nation.pay import entry_share, openings_within_reach
from reallocate.market.nation.run import RunAssumptions
from reallocate.market.nation.trajectory import Trajectory
from reallocate.market.simulate.ensemble import EconomyEnsemble
from reallocate.market.simulate.runs import exposure
from reallocate.work.panel import QUINTILES, quintiles

_ONE = 1.0
"""Opening within reach for each who looks for one there [ratio]."""
_NEAR = 0.1
"""Share of the draws by which another verdict may be missed and still be near."""
_DEGREE = "Bachelor's degree"
"""Education typically needed for entry, as the projections have it."""
_NOTHING = 1e-12
"""Where every change counts."""


@dataclass(frozen=True, eq=False)
class Halves:
    """Both halves of the row, by run.

    entry, entry_before : openings that ask for no experience, with AI and without [share]
    reach, reach_before : openings within reach of one displaced person [ratio]
    least_entry, least_reach : smallest changes that count [share], [share of openings within reach]
    """

    entry: Array
    reach: Array
    entry_before: Array
    reach_before: Array
    least_entry: float
    least_reach: float

    @property
    def entry_misses(self) -> Array:
        """What the fall of the share lacks to count, in smallest changes; at 0 and below it counts."""
        return 1.0 - (self.entry_before - self.entry) / self.least_entry

    @property
    def reach_misses(self) -> Array:
        """The same of openings within reach; none counts where there is one for each who looks."""
        fall = 1.0 - (1.0 - self.reach / self.reach_before) / self.least_reach
        result: Array = np.maximum(fall, (self.reach - _ONE) / self.least_reach)
        return result

    @property
    def falls(self) -> npt.NDArray[np.bool_]:
        """Whether the share falls by enough."""
        return self.entry_misses <= 0.0

    @property
    def short(self) -> npt.NDArray[np.bool_]:
        """Whether too few are within reach."""
        return self.reach_misses <= 0.0

    @property
    def both(self) -> npt.NDArray[np.bool_]:
        """Whether both hold."""
        return self.falls & self.short

    @property
    def hold(self) -> Array:
        """How many of the two hold; (run) 0 to 2."""
        return self.falls.astype(np.float64) + self.short

    @property
    def verdict(self) -> Verdict:
        """By the rule, before the test on past decades."""
        return _verdict(self.hold)


class _ExclusiveMarket(ByDraws):
    """Whether beginners find fewer doors, and the displaced fewer openings than people.

    The figure of a draw is how many of the two halves hold.
    """

    id = "exclusive-market"
    row = "12c"
    effort = 25.0
    statement = "The labour market becomes leaner and more exclusive: beginners and displaced in the model"
    reading = (
        "two changes in ten years, against the same market without AI, both in the same draw and by more "
        "than the smallest that counts. The share of open positions that ask for no experience in a related "
        "occupation falls; a degree may be asked for. Where displaced people can move, there are fewer "
        "openings for each who looks there, and less than one. The share must fall by what the mix of "
        "occupations moves it in a usual year (OEWS, 2017 to 2025). Openings within reach must fall by what "
        "published openings per person without a job move in a month (JOLTS and CPS, without the pandemic). "
        "An opening counts wherever in the nation it is. Few people move for one, so too many count as "
        "within reach where an area has few. What an occupation asks for is taken as it was in 2024. So "
        "employers who ask for more inside an occupation are not seen"
    )
    unit = "% of draws in which both hold"
    rule = Rule(
        "both hold in at least 80% of the draws",
        "neither holds in at least 80%",
        Verdict.MIXED,
        (100.0 * LIKELY,),
        Change(
            "any fall of the share counts, however small. Less than one opening within reach counts, "
            "whatever it is without AI. Spending and real pay are held",
            "a share of 83.7% before and after counted as a fall. There is about one opening within reach "
            "without AI as well. Spending held fails on past decades. How much counts now comes from "
            "published series, and not from the model",
            AFTER_THE_RESULT,
            "2026-11-27",
        ),
        INSTEAD,
    )
    drivers = (
        "industry_adoption_ceiling",
        "industry_adoption_imitation",
        "economy_hours_renewed",
        "capture_augmented",
        "capture_automated",
    )
    together = TOGETHER
    at_once = LANES
    centre_unit = "how often the smallest change by which the half that holds less misses; below 0 both hold"
    sources = (
        "the nation's market as fitted (X)",
        "BLS Employment Projections 2024-34, experience and education typically needed (A)",
        "moves of CPS, balanced (X)",
    )

    def centres(self, context: ClaimContext, points: Sequence[Parameters]) -> list[float]:
        """As of `Claim`, with the single runs side by side.

        context, points : as there
        """
        run_side_by_side(context, points)
        return super().centres(context, points)

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """By how much the half that holds less misses in one run, in smallest changes; below 0 both hold.

        context : the nation's market
        """
        halves = self._halves(context, one_run(context, parameters))
        return float(max(halves.entry_misses[0], halves.reach_misses[0]))

    def verdict_at(self, figure: float) -> Verdict:
        """Below 0 both halves hold; above, the figure does not say whether one of them does.

        figure : as of `centre`
        """
        return Verdict.SUPPORTED if figure <= 0.0 else Verdict.MIXED

    def point(self, context: ClaimContext, parameters: Parameters) -> Verdict:
        """Both halves in one run.

        context, parameters : as `centre`
        """
        return self._halves(context, one_run(context, parameters)).verdict

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """Both over draws, sources in turn.

        context : the nation's market, how many draws
        """
        made = ensemble(context, parameters)
        halves, first = self._halves(context, made), self._first(context, parameters)
        falls, short, both = halves.falls, halves.short, halves.both
        e = interval(100.0 * halves.entry)
        opened = [side.people[MARKET_QUARTERS, 2].sum(axis=0) for side in (made.extended, made.without)]
        fewer = interval(100.0 * (opened[0] / opened[1] - 1.0))
        finding = (
            "Vacancies open to people without related experience go from "
            f"{100 * np.median(halves.entry_before):.1f}% to {e[0]:.1f}% ({e[1]:.1f} to {e[2]:.1f}%) of all; "
            f"{_within_reach(halves.reach, float(np.median(halves.reach_before)))} Changes count from "
            f"{100 * halves.least_entry:.2f} points of the share, and from {halves.least_reach:.1%} of the "
            f"openings within reach. Both hold in {both.mean():.0%} of the draws: the share falls in "
            f"{falls.mean():.0%}, and too few are within reach in {short.mean():.0%}; neither holds in "
            f"{(~falls & ~short).mean():.0%}{_how_near(halves)}. 'Supported' needs both, and 'not supported' "
            f"neither, in {LIKELY:.0%} of the draws. Open positions change by "
            f"{fewer[0]:+.1f}% ({fewer[1]:+.1f} to {fewer[2]:+.1f}%)."
        )
        low, high = (100.0 * float(end) for end in share_interval(int(both.sum()), len(both)))
        figures = {
            "draws in which the share of openings without experience falls [share]": float(falls.mean()),
            "draws with fewer openings within reach [share]": float(short.mean()),
            "smallest change of the share that counts [percentage points]": 100.0 * halves.least_entry,
            "smallest change of openings within reach that counts [share]": halves.least_reach,
        }
        gate = history_gate(context, parameters)
        share = 100.0 * float(both.mean())
        found = gate.measured(share, low, high, halves.verdict, finding, figures, first)
        return replace(found, rests_on=what_could_tell())

    def judge(self, context: ClaimContext, parameters: Parameters) -> tuple[float, Verdict]:
        """As `measure`, without the rule as first written.

        context, parameters : as `measure`
        """
        share, verdict = super().judge(context, parameters)
        return share, history_gate(context, parameters).judged(verdict)

    def judged(self, figures: Array) -> tuple[float, Verdict]:
        """The share of draws in which both hold [%], and the verdict before the test on past decades.

        figures : (draw) how many of the two hold
        """
        return 100.0 * float((figures > 1.0).mean()), _verdict(figures)

    def figures(self, context: ClaimContext, parameters: Parameters) -> Array:
        """How many of the two hold; (draw).

        context, parameters : as `measure`
        """
        return self._of_draws(context, parameters).hold

    def draws(
        self, context: ClaimContext, parameters: Parameters
    ) -> list[tuple[Parameters, RunAssumptions]]:
        """The parameters in force, and what each draw assumes.

        context, parameters : as `measure`
        """
        return [(parameters, run) for run in ensemble_draws(context, parameters)]

    def figure(self, context: ClaimContext, parameters: Parameters, run: RunAssumptions) -> float:
        """How many of the two hold in one draw.

        parameters, run : one of `draws`
        """
        return self.some_figures(context, [(parameters, run)])[0]

    def some_figures(
        self, context: ClaimContext, draws: Sequence[tuple[Parameters, RunAssumptions]]
    ) -> list[float]:
        """As of `ByDraws`, with the runs side by side.

        context, draws : as there, all with the same parameters
        """
        sides = drawn_runs(context, draws[0][0], [run for _, run in draws])
        return [float(one) for one in Halves(*self._figures(context, *sides), *_least(context)).hold]

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """Where pay does not give way; among occupations that ask for a degree; where any change counts,
        however small; and where fewer beginners are hired.

        context, parameters : as `measure`
        """
        halves = replace(
            self._of_draws(context, parameters), least_entry=_NOTHING, least_reach=_NOTHING
        )
        verdict = history_gate(context, parameters).judged(halves.verdict)
        words = "any change counts, however small"
        finding = (
            f"both hold in {halves.both.mean():.0%} of the draws: the share falls in "
            f"{halves.falls.mean():.0%}, and too few are within reach in {halves.short.mean():.0%}"
        )
        return (
            self._where_pay_stays(context, parameters),
            self._with_a_degree(context, parameters),
            Reading(words, finding, verdict),
            self._if_fewer_beginners(context, parameters),
        )

    def _with_a_degree(self, context: ClaimContext, parameters: Parameters) -> Reading:
        """The share among openings of occupations that typically need a bachelor's degree, which must fall by
        what the mix of these occupations moves it in a usual year."""
        market, made = nation(context).national.market, ensemble(context, parameters)
        entry = _without_experience(context).reindex(market.occupations).to_numpy(dtype=np.float64)
        degree = _needs_a_degree(context).reindex(market.occupations, fill_value=False).to_numpy()

        def share(side: Trajectory) -> Array:
            vacant = side.people[MARKET_QUARTERS, 2][degree]
            return np.array([entry_share(one, entry[degree]) for one in vacant.T])

        now, before = share(made.extended), share(made.without)
        least, drawn = _least_of_degree(context), self._of_draws(context, parameters)
        halves = replace(drawn, entry=now, entry_before=before, least_entry=least)
        middle, low, high = interval(100.0 * now)
        falls, short = halves.falls, halves.short
        return Reading(
            f"among openings in occupations that typically need a bachelor's degree ({degree.sum()} of "
            f"{len(degree)}), with their own usual yearly move as the mark ({100.0 * least:.2f} points)",
            f"openings without experience go from {100.0 * np.median(before):.1f}% to {middle:.1f}% "
            f"({low:.1f} to {high:.1f}%) of these; the share falls in {falls.mean():.0%} of the draws, too "
            f"few are within reach in {short.mean():.0%}, both in {halves.both.mean():.0%} and neither in "
            f"{(~falls & ~short).mean():.0%}",
            history_gate(context, parameters).judged(halves.verdict),
        )

    def _if_fewer_beginners(self, context: ClaimContext, parameters: Parameters) -> Reading:
        """The share where beginners are hired less in the most exposed fifth of jobs, as the young are by the
        household survey: fewer of its openings ask for no experience.

        entry share = (Σ_o entry·vacant − gap·Σ_o in the fifth entry·vacant) ÷ Σ_o vacant
        """
        market, made = nation(context).national.market, ensemble(context, parameters)
        entry = _without_experience(context).reindex(market.occupations).to_numpy(dtype=np.float64)
        jobs = market.employment
        most = quintiles(exposure(context.world), jobs) == QUINTILES - 1
        gap = beginners_not_hired(parameters)
        vacant = made.extended.people[MARKET_QUARTERS, 2]
        left = np.array([entry_share(one, np.where(most, (1.0 - gap) * entry, entry)) for one in vacant.T])
        halves = replace(self._of_draws(context, parameters), entry=left)
        middle, low, high = interval(100.0 * left)
        return Reading(
            f"if the fall that the household survey shows is AI's and lasts: beginners are hired {gap:.0%} "
            "less in the most exposed fifth of jobs",
            "vacancies open to people without experience go from "
            f"{100 * np.median(halves.entry_before):.1f}% to {middle:.1f}% ({low:.1f} to {high:.1f}%); "
            f"the share falls in {halves.falls.mean():.0%} of the draws, and both hold in "
            f"{halves.both.mean():.0%}",
            history_gate(context, parameters).judged(halves.verdict),
        )

    def _where_pay_stays(self, context: ClaimContext, parameters: Parameters) -> Reading:
        """Both halves under closure B, by its own test on past decades."""
        halves = self._of_draws(context, parameters, Closure.INCOME_ON_PATH)
        gate = history_gate(context, parameters, Closure.INCOME_ON_PATH)
        falls, short = halves.falls, halves.short
        return Reading(
            f"if {gate.words}",
            f"both hold in {halves.both.mean():.0%} of the draws: the share falls in {falls.mean():.0%}, and "
            f"too few are within reach in {short.mean():.0%}; neither holds in "
            f"{(~falls & ~short).mean():.0%}{_how_near(halves)}",
            gate.judged(halves.verdict),
        )

    def _first(self, context: ClaimContext, parameters: Parameters) -> Verdict:
        """By the rule as first written."""
        held = self._of_draws(context, parameters, Closure.MONEY_HELD)
        falls, short = held.entry < held.entry_before, held.reach < _ONE
        return Verdict.of((falls & short).mean() >= LIKELY, (~falls & ~short).mean() >= LIKELY)

    def _of_draws(
        self, context: ClaimContext, parameters: Parameters, closure: Closure = HEADLINE
    ) -> Halves:
        """Both halves of every draw."""
        return self._halves(context, ensemble(context, parameters, closure))

    def _halves(self, context: ClaimContext, made: EconomyEnsemble) -> Halves:
        """Both halves of every run."""
        return Halves(*self._figures(context, made.extended, made.without), *_least(context))

    def _figures(
        self, context: ClaimContext, extended: Trajectory, without: Trajectory
    ) -> tuple[Array, Array, Array, Array]:
        """Openings without experience [share] and openings within reach [ratio], by run; both without AI."""
        market = nation(context).national.market
        entry = _without_experience(context).reindex(market.occupations).to_numpy(dtype=np.float64)
        gone = np.maximum(-extended.parts[MARKET_QUARTERS, 0], 0.0)

        def figures(side: Trajectory) -> tuple[Array, Array]:
            _, seeking, vacant, _ = side.people[MARKET_QUARTERS]
            ratios = openings_within_reach(market.network, vacant, seeking, gone)
            return np.array([entry_share(one, entry) for one in vacant.T]), ratios

        return *figures(extended), *figures(without)


def _verdict(hold: Array) -> Verdict:
    """By the rule, before the test on past decades.

    hold : (draw) how many of the two hold
    """
    return Verdict.of((hold > 1.0).mean() >= LIKELY, (hold < 1.0).mean() >= LIKELY)


def _how_near(halves: Halves) -> str:
    """Draws by which another verdict is missed, where few are enough; with the interval of so few draws."""
    neither = ~halves.falls & ~halves.short
    lacking = math.ceil(LIKELY * len(neither)) - int(neither.sum())
    if not 0 < lacking <= len(neither) * _NEAR:
        return ""
    low, high = share_interval(int(neither.sum()), len(neither))
    draws = "one draw" if lacking == 1 else f"{lacking} draws"
    return (
        f" ({draws} of {len(neither)} short of 'not supported'; in many draws it would be {low:.0%} to "
        f"{high:.0%}, so that this row is as near to 'not supported' as to 'mixed')"
    )


def _without_experience(context: ClaimContext) -> pd.Series:
    """By occupation, whether it asks for no experience in a related one."""
    return context.world.table("projections").set_index("occupation")["experience"].eq("None")


def _needs_a_degree(context: ClaimContext) -> pd.Series:
    """By occupation, whether it typically needs a bachelor's degree for entry, and neither more nor less."""
    return context.world.table("projections").set_index("occupation")["education"].eq(_DEGREE)


@once
def _least_of_degree(context: ClaimContext) -> float:
    """How far the mix of occupations that need a degree moves their share in a usual year [share]."""
    history, degree = context.world.table("history"), _needs_a_degree(context)
    rows = history[history["occupation"].isin(degree.index[degree])]
    return change_of_mix(rows, _without_experience(context))


@once
def _least(context: ClaimContext) -> tuple[float, float]:
    """The smallest changes that count: of the share [share], and of openings within reach [share]."""
    history, series = (context.world.table(name) for name in ("history", "market_series"))
    mix = change_of_mix(history, _without_experience(context))
    return mix, noise_of_a_month(openings_per_job_seeker(series))


def _within_reach(reach: Array, before: float) -> str:
    """Openings within reach of the displaced, in words."""
    if np.isnan(reach).any():
        return "there are draws in which nobody is displaced."
    r = interval(reach)
    return (
        f"for each displaced job seeker {r[0]:.2f} openings are within reach ({r[1]:.2f} to {r[2]:.2f}), "
        f"against {before:.2f} without AI."
    )


CLAIM = _ExclusiveMarket()
