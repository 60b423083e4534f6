"""Row 10: more jobs are destroyed than made; with its other readings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from reallocate.claims.basis.claim import (
    AFTER_THE_RESULT,
    Change,
    Claim,
    Measured,
    Reading,
    Rule,
    Verdict,
    by_share,
)
from reallocate.claims.basis.context import (
    MARKET_QUARTERS,
    TASK_BY_TASK,
    TOGETHER,
    ClaimContext,
    accounts_of,
    assumed_by,
    ensemble,
    ensemble_in_a_slump,
    nation,
    once,
    outcomes_of,
)
from reallocate.claims.basis.gates import (
    INSTEAD,
    draws_that_hold,
    healing_slowly,
    history_gate,
    rests_on_healing,
)
from reallocate.kernel.arrays import Array, interval
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import MILLION
from reallocate.market.laws.closures import Closure
from reallocate.market.laws.job_loss import SLACK
from reallocate.market.laws.money_held import PARTS
from reallocate.market.nation.assumptions import DRAWN
from reallocate.market.nation.demand import effects_at, job_parts
from reallocate.market.nation.observed import decades
from reallocate.market.nation.outcomes import outcomes
from reallocate.market.simulate.runs import exposure
from reallocate.work.panel import quintiles
from reallocate.work.time_saved import hours_freed

_DIRECT = ("ended", "renewed", "built")
"""Of `money_held.PARTS`, those that AI ends and makes itself."""
_ROBOT_IN_THE_NATION, _ROBOT_IN_ITS_AREA = 3.3, 6.0
"""Workers fewer for each further robot, 1990 to 2007 [persons].
Source: Acemoglu, Restrepo 2020, Journal of Political Economy 128:2188, DOI 10.1086/705716: 0.2 points of the
share of people in work for each robot per thousand workers (abstract); as persons by the authors' university
(copies of its release)."""
_EXPERTS = (
    "Four groups of experts disagree more about what capable AI does to the economy, which this row fixes "
    "by its law, than about how fast it comes. In the median of each, participation in the labour force "
    "falls about as far as ageing takes it; if AI advances fast they expect about 10 million jobs fewer "
    "through it by 2050 (Karger, Kuusela and others 2026, NBER 35046, abstract)."
)
"""What others expect, which is no figure of this model."""
_VEHICLES = "53"
"""Transportation and material moving, by the beginning of the codes."""


def _direct_channels(context: ClaimContext, parameters: Parameters, mark: float) -> Reading:
    """Jobs that AI ends against those that it makes itself, without what lower prices and incomes buy.

    mark : below which jobs are fewer [% of jobs]
    ended + renewed + built at the end, against no further AI; the first at unchanged output, so that no law
    of pay decides it.
    """
    ended, *made = _parts(context, parameters)
    net = ended + sum(made)
    middle, low, high = interval(net)
    fewer = float((net < mark).mean())
    tasks, compute = (np.median(one) for one in made)
    return Reading(
        "jobs that AI ends against jobs that it makes itself, without those that lower prices and incomes "
        "bring",
        f"{middle:+.2f}% jobs ({low:+.2f} to {high:+.2f}%): AI ends {-np.median(ended):.2f}%, new tasks make "
        f"{tasks:.2f}% and compute {compute:.2f}%; more than {-mark:g}% fewer in {fewer:.0%} of the draws "
        f"({by_share(fewer, Verdict.CANNOT_BE_TOLD)}), fewer at all in {(net < 0.0).mean():.0%} "
        f"({by_share(float((net < 0.0).mean()), Verdict.CANNOT_BE_TOLD)})",
        by_share(fewer, Verdict.CANNOT_BE_TOLD),
    )


def _in_a_slump(context: ClaimContext, parameters: Parameters, mark: float) -> Reading:
    """The same draws from a slump.

    mark : below which jobs are fewer [% of jobs]
    """
    made, market = ensemble_in_a_slump(context, parameters), nation(context).national.market
    found = outcomes(made.extended, made.without, market.employment)
    middle, low, high = interval(found["jobs"])
    fewer = float((found["jobs"] < mark).mean())
    return Reading(
        f"if AI comes in a slump of {SLACK:.1%} unemployment that heals in "
        f"{parameters['slack_recovery_years']:g} years, against the same slump without it",
        f"{middle:+.2f}% jobs ({low:+.2f} to {high:+.2f}%), more than {-mark:g}% fewer in {fewer:.0%} of the "
        f"draws; unemployment {np.median(found['unemployment_peak']):.2f} points higher at most",
        history_gate(context, parameters).judged(by_share(fewer, Verdict.CANNOT_BE_TOLD)),
    )


def _as_with_robots(context: ClaimContext, parameters: Parameters, mark: float) -> Reading:
    """As large a part of the jobs that AI ends missing as of those that robots took where they came.

    mark : below which jobs are fewer [% of jobs]
    """
    missing = _ROBOT_IN_THE_NATION / _ROBOT_IN_ITS_AREA
    ended, under = _parts(context, parameters)[0], outcomes_of(context, parameters)
    net = missing * ended
    middle, low, high = interval(net)
    fewer = float((net < mark).mean())
    of = np.minimum(np.median(ended), -np.finfo(float).tiny)  # none is missing where none ends
    laws = ", ".join(f"{one.value} {np.median(under[one]['jobs']) / of:.0%}" for one in reversed(Closure))
    return Reading(
        "if as large a part of the jobs that AI ends stays missing as of those that robots took in their "
        f"areas from 1990 to 2007: {_ROBOT_IN_THE_NATION:g} workers fewer in the nation for each robot and "
        f"about {_ROBOT_IN_ITS_AREA:g} in its area (Acemoglu, Restrepo 2020)",
        f"{missing:.0%} are missing: {middle:+.2f}% jobs ({low:+.2f} to {high:+.2f}%), more than {-mark:g}% "
        f"fewer in {fewer:.0%} of the draws; the laws leave missing, of the jobs that AI ends: {laws}",
        by_share(fewer, Verdict.CANNOT_BE_TOLD),
    )


def _jobs_ended_so_far(context: ClaimContext, parameters: Parameters) -> str:
    """What AI in use at the start may have ended by then, which is in both economies and cancels, beside what
    it still ends."""
    so_far, low, high = interval(_ended_so_far(context, parameters))
    to_come = -float(np.median(_parts(context, parameters)[0]))
    return (
        "The figure is of further AI: what AI ended before the start is in both economies and cancels. Of "
        f"today's use, the hours saved that are captured as drawn are {so_far:.2f}% of jobs ({low:.2f} to "
        f"{high:.2f}%), beside {to_come:.2f}% that AI is still to end."
    )


@once
def _what_is_left_out(context: ClaimContext) -> str:
    """How far the interval reaches; the self-employed, and AI that is no language model."""
    people = context.world.table("occupations").set_index("occupation")
    projected = context.world.table("projections").set_index("occupation").reindex(people.index)
    own = (projected["employment_2024"] * projected["self_employed_share"]).to_numpy()
    employment, reach = people["employment"].to_numpy(float), exposure(context.world)
    top = quintiles(reach, employment) == 4
    moving = people.index.str.startswith(_VEHICLES)
    within = float(employment[moving] @ reach[moving] / employment[moving].sum())
    return (
        f"The interval is of draws under this law alone. {_EXPERTS} Jobs are those of payrolls: "
        f"{np.nansum(own) / MILLION:.1f} million self-employed (BLS, 2024), "
        f"{np.nansum(own[top]) / MILLION:.1f} million of them in the fifth of jobs most exposed, are not "
        "counted. AI means language models: of the hours in transport and moving of material "
        f"({employment[moving].sum() / MILLION:.1f} million jobs) {within:.0%} are within its reach, and "
        "vehicles and robots would be on top."
    )


@once
def _ended_so_far(context: ClaimContext, parameters: Parameters) -> Array:
    """Jobs' worth of hours that people with AI save today and that are captured, by draw [% of jobs].

    χ_u·Σ_i use_i·Σ_o jobs_io·freed_o ÷ Σ jobs, freed where people do all within reach with AI
    """
    made, world = ensemble(context, parameters), context.world
    jobs = accounts_of(context, parameters).jobs_by_industry_and_occupation
    wage = world.occupations["wage_mean"].to_numpy(dtype=float)
    ended = []
    for run, row in zip(made.runs, made.sample.to_dict("records"), strict=True):
        source = str(row.pop("source"))
        own = parameters.replace(**{str(name): float(value) for name, value in row.items()})
        hourly = wage * own["loaded_multiplier"] / own["hours_per_fte"]
        freed = hours_freed(world, own, source, "trend", 1, hourly).freed_assisted
        saved = own["capture_augmented"] * float(run.use_now @ (jobs @ freed))
        ended.append(100.0 * saved / float(jobs.sum()))
    return np.array(ended)


@once
def _parts(context: ClaimContext, parameters: Parameters) -> tuple[Array, ...]:
    """Each of `_DIRECT` at the end, by draw [% of jobs]."""
    made = ensemble(context, parameters)
    parts = 100.0 * job_parts(made.extended, made.without)[MARKET_QUARTERS]
    return tuple(parts[PARTS.index(name)] for name in _DIRECT)


_FEWER = -0.5
"""What counts as fewer jobs [% of jobs] (J): the size of a large yearly revision of payrolls."""
_OTHER_MARKS = (-0.25, -0.1, 0.0)
"""Other marks of it, told beside the verdict [% of jobs]."""


class _NetJobs(Claim):
    """Whether more jobs end than are made in ten years."""

    id = "more-jobs-destroyed"
    row = "10"
    effort = 25.0
    statement = "AI destroys more jobs than it creates"
    reading = (
        "jobs wanted in ten years against the same economy without further AI, in the draws that "
        "`reallocate simulate` shows, where pay clears: everything that may decide it is drawn, and the "
        f"sources of reach take turns; the verdict goes by the share of draws with at least {-_FEWER:g}% "
        f"fewer jobs. {TASK_BY_TASK}"
    )
    unit = "% of jobs"
    rule = Rule(
        f"at least 80% of the draws end with more than {-_FEWER:g}% fewer jobs",
        "at most 20% do",
        Verdict.CANNOT_BE_TOLD,
        (_FEWER,),
        Change(
            "at least 80% of the draws end with fewer jobs, however few, where spending and real pay are "
            "held; at most 20% do",
            "spending held decided the sign before any draw and fails on past decades, so that the verdict "
            "had become cannot be told. Pay that clears is not excluded there, and had been named the "
            f"headline law before it was run. {-_FEWER:g}% is a large revision of payrolls (0.3% in the "
            "mean of ten years to 2016). Either change alone gives cannot be told: see the readings",
            AFTER_THE_RESULT,
            "2026-11-27",
        ),
        INSTEAD,
    )
    drivers = DRAWN
    together = TOGETHER
    sources = (
        "BEA accounts and output (A)",
        "BLS jobs, unemployment, projections (A)",
        "eight sources of reach (A)",
        "new tasks, pay and jobs: four studies (B)",
        "what owners keep, how fast gaps close, jobs missing for each displaced (J)",
        "studies named in the readings (C)",
    )

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """The change of jobs at one set of parameters.

        context : the nation's accounts
        """
        (figure,) = self.centres(context, [parameters])
        return figure

    def centres(self, context: ClaimContext, points: Sequence[Parameters]) -> list[float]:
        """As of `Claim`, with the runs side by side.

        context, points : as there
        """
        unemployment, figures = nation(context).unemployment, [0.0] * len(points)
        groups: dict[int, list[int]] = defaultdict(list)
        for place, point in enumerate(points):
            groups[id(accounts_of(context, point))].append(place)
        for places in groups.values():
            accounts = accounts_of(context, points[places[0]])
            runs = [assumed_by(context, points[place], MARKET_QUARTERS) for place in places]
            effects = effects_at(runs, accounts, MARKET_QUARTERS, unemployment)
            for place, effect in zip(places, effects, strict=True):
                figures[place] = 100.0 * float(effect.sum() / accounts.jobs.sum())
        return figures

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The change over draws, sources in turn.

        context : the nation's accounts, how many draws
        """
        under = outcomes_of(context, parameters)
        found, held = under[Closure.PAY_CLEARS], under[Closure.MONEY_HELD]["jobs"]
        middle, low, high = interval(found["jobs"])
        fewer = _fewer(found["jobs"])
        gate = history_gate(context, parameters)
        otherwise = self._otherwise(context, parameters, under[Closure.INCOME_ON_PATH]["jobs"])
        share, pay, rise = (
            float(np.median(found[name])) for name in ("labour_share", "real_pay", "unemployment_peak")
        )
        finding = (
            f"In ten years the number of jobs differs by {middle:+.2f}% ({low:+.2f} to {high:+.2f}%) from "
            f"the same economy without further AI. More than {-_FEWER:g}% fewer jobs come in {fewer:.0%} of "
            f"the draws{otherwise}. AI shows in pay instead: labour's share changes by {share:+.1f} "
            f"percentage points, real pay by {pay:+.1f}%, and unemployment peaks {rise:.2f} points higher."
        )
        figures = {
            f"share of draws with more than {-_FEWER:g}% fewer jobs": fewer,
            "law on a normal decade: jobs [share]": gate.test.jobs,
            "law on a normal decade: slope of jobs to output per job": gate.test.slope,
        }
        rests_on = (
            rests_on_healing(context, parameters, _FEWER),
            _jobs_ended_so_far(context, parameters),
            _what_is_left_out(context),
        )
        by_rule = by_share(fewer, self.rule.otherwise)
        first = by_share(float((held < 0).mean()), self.rule.otherwise)
        return gate.measured(middle, low, high, by_rule, finding, figures, first, " ".join(rests_on))

    def _otherwise(self, context: ClaimContext, parameters: Parameters, values: Array) -> str:
        """How many draws have fewer jobs if pay does not give way, where past decades do not rule that out.

        values : the change of jobs then, by draw [% of jobs]
        """
        gate = history_gate(context, parameters, Closure.INCOME_ON_PATH)
        verdict = by_share(_fewer(values), self.rule.otherwise)
        if not gate.test.passes or verdict is by_share(_fewer(ensemble(context, parameters).net)):
            return ""
        return (
            f" if pay gives way, and in {_fewer(values):.0%} if it does not ({verdict}); past decades rule "
            "out neither"
        )

    def judge(self, context: ClaimContext, parameters: Parameters) -> tuple[float, Verdict]:
        """As `measure`, without the other closures.

        context, parameters : as `measure`
        """
        values = ensemble(context, parameters).net
        verdict = by_share(_fewer(values), self.rule.otherwise)
        return float(np.median(values)), history_gate(context, parameters).judged(verdict)

    def verdict_at(self, figure: float) -> Verdict:
        """Fewer jobs support the statement.

        figure : the change of jobs [% of jobs]
        """
        return by_share(float(figure < _FEWER))

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """Under the other closures; with half of the change; without draws that fail on past decades by
        themselves; where gaps close slowly or never; without what prices and incomes bring; from a slump; as
        with robots; and as rising output per job went before.

        context, parameters : as `measure`
        """
        others = (Closure.INCOME_ON_PATH, Closure.MONEY_HELD)
        under = (self._under(one, context, parameters) for one in others)
        marks = (self._where_less_counts(mark, context, parameters) for mark in _OTHER_MARKS)
        own = (self._of_both_laws(context, parameters), self._of_those_that_hold(context, parameters))
        beyond = (
            *healing_slowly(context, parameters, _FEWER),
            _direct_channels(context, parameters, _FEWER),
            _in_a_slump(context, parameters, _FEWER),
            _as_with_robots(context, parameters, _FEWER),
        )
        return (*under, *marks, *own, *beyond, _as_before(context))

    def _where_less_counts(self, mark: float, context: ClaimContext, parameters: Parameters) -> Reading:
        """Where a smaller change counts already.

        mark : below which jobs are fewer [% of jobs]
        """
        fewer = float((ensemble(context, parameters).net < mark).mean())
        counted = f"{-mark:g}% fewer jobs count already" if mark else "any fall counts, however small"
        return Reading(
            f"where {counted}",
            f"so it is in {fewer:.0%} of the draws",
            history_gate(context, parameters).judged(by_share(fewer, self.rule.otherwise)),
        )

    def _of_both_laws(self, context: ClaimContext, parameters: Parameters) -> Reading:
        """Where the law is drawn as well, of those that past decades do not exclude."""
        under = outcomes_of(context, parameters)
        laws = [one for one in Closure if history_gate(context, parameters, one).test.passes]
        words = "where the law is drawn as well, each that past decades do not exclude as often as another"
        if not laws:
            return Reading(words, "none is left", Verdict.CANNOT_BE_TOLD)
        fewer = float(np.mean([_fewer(under[one]["jobs"]) for one in laws]))
        names = " and ".join(one.value for one in laws)
        return Reading(
            f"{words} ({names})",
            f"more than {-_FEWER:g}% fewer jobs in {fewer:.0%} of the draws",
            by_share(fewer, self.rule.otherwise),
        )

    def _of_those_that_hold(self, context: ClaimContext, parameters: Parameters) -> Reading:
        """With those draws alone that would hold on past decades by themselves."""
        values, holds = ensemble(context, parameters).net, draws_that_hold(context, parameters)
        words = (
            f"with the draws alone that hold on past decades by themselves ({holds.sum()} of {len(holds)})"
        )
        if not holds.any():
            return Reading(words, "no draw is left", Verdict.CANNOT_BE_TOLD)
        middle, low, high = interval(values[holds])
        fewer = _fewer(values[holds])
        return Reading(
            words,
            f"{middle:+.2f}% jobs ({low:+.2f} to {high:+.2f}%), more than {-_FEWER:g}% fewer in {fewer:.0%} "
            "of them",
            history_gate(context, parameters).judged(by_share(fewer, self.rule.otherwise)),
        )

    def _under(self, closure: Closure, context: ClaimContext, parameters: Parameters) -> Reading:
        values = outcomes_of(context, parameters)[closure]["jobs"]
        middle, low, high = interval(values)
        gate = history_gate(context, parameters, closure)
        return Reading(
            f"if {gate.words}",
            f"{middle:+.2f}% jobs ({low:+.2f} to {high:+.2f}%), more than {-_FEWER:g}% fewer in "
            f"{_fewer(values):.0%} of the draws",
            gate.judged(by_share(_fewer(values), self.rule.otherwise)),
        )


def _fewer(values: Array) -> float:
    """Draws with fewer jobs [share]."""
    return float((values < _FEWER).mean())


def _as_before(context: ClaimContext) -> Reading:
    """As rising output per job went before: spans that ended with a smaller share of people in work."""
    spans = decades(context.world.table("output_series"))
    ended, least, most = interval(spans.ended)
    change, low, high = interval(100.0 * spans.in_work)
    fewer = float((spans.in_work < 0).mean())
    return Reading(
        f"what followed before when output per job rose: {len(spans.ended)} spans of ten years, "
        f"{spans.first} to {spans.last}",
        f"output per job rose in {(spans.output_per_job > 0).mean():.0%} of them; at unchanged spending "
        f"{ended:.0%} of the jobs would have ended ({least:.0%} to {most:.0%}), but spending grew, and the "
        f"share of people of 16 and over in work moved by {change:+.1f} percentage points ({low:+.1f} to "
        f"{high:+.1f}); it fell in {fewer:.0%} of the spans, only four of which do not overlap",
        by_share(fewer, Verdict.CANNOT_BE_TOLD),
    )


CLAIM = _NetJobs()
