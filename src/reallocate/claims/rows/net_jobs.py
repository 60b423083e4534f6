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
from reallocate.claims.basis.comparison import own_figures
from reallocate.claims.basis.context import (
    MARKET_QUARTERS,
    TASK_BY_TASK,
    TOGETHER,
    ClaimContext,
    accounts_of,
    assumed_by,
    drawn_jobs,
    ensemble,
    ensemble_in_a_slump,
    jobs_worst,
    market_request,
    nation,
    once,
    outcomes_of,
)
from reallocate.claims.basis.gates import INSTEAD, history_gate
from reallocate.kernel.arrays import Array, interval
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import MILLION
from reallocate.market.laws.closures import Closure
from reallocate.market.laws.job_loss import SLACK
from reallocate.market.laws.money_held import PARTS
from reallocate.market.nation.assumptions import DRAWN
from reallocate.market.nation.demand import effects_at, job_parts
from reallocate.market.nation.jobs_law import AREA_GAP, JobsLaw
from reallocate.market.nation.observed import decades
from reallocate.market.nation.outcomes import outcomes
from reallocate.market.simulate.jobs_drawn import FEWER, SUPPLY, law_readings, share_fewer, with_supply
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


_OTHER_MARKS = (-0.25, -1.0, -2.0)
"""Other marks of what counts as fewer jobs, told beside the verdict [% of jobs]."""
_FROM_SLUMPS = JobsLaw.known(gap=0.3, half_life=2.0)
"""The law until 2026-11-30: 0.3 jobs missing at first for each that AI ends, half of them back in 2 years."""
_FIXED = (
    "Where one number of the law is fixed, as among the drivers, the record weighs the others, which are "
    "then drawn otherwise."
)
_YEARS = (3, 5)
"""After which the same is told [years]."""


def _in_words(change: Array) -> str:
    """Jobs over draws, and in how many of them they are fewer."""
    middle, low, high = interval(change.ravel())
    return (
        f"{middle:+.2f}% jobs ({low:+.2f} to {high:+.2f}%), more than {-FEWER:g}% fewer in "
        f"{share_fewer(change):.0%} of the draws"
    )


def _verdict(change: Array, mark: float = FEWER) -> Verdict:
    return by_share(share_fewer(change, mark), Verdict.CANNOT_BE_TOLD)


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


def _in_a_slump(context: ClaimContext, parameters: Parameters) -> Reading:
    """The same draws from a slump."""
    made, market = ensemble_in_a_slump(context, parameters), nation(context).national.market
    found = outcomes(made.extended, made.without, market.employment)
    return Reading(
        f"if AI comes in a slump of {SLACK:.1%} unemployment that heals in "
        f"{parameters['slack_recovery_years']:g} years, against the same slump without it",
        f"{_in_words(found['jobs'])}; unemployment {np.median(found['unemployment_peak']):.2f} points "
        "higher at most",
        history_gate(context, parameters).judged(_verdict(found["jobs"])),
    )


def _as_with_robots(context: ClaimContext, parameters: Parameters) -> Reading:
    """As large a part of the jobs that AI ends missing as of those that robots and imports took."""
    nation_share, area = _ROBOT_IN_THE_NATION / _ROBOT_IN_ITS_AREA, parameters[AREA_GAP]
    change = nation_share * area * _parts(context, parameters)[0]
    return Reading(
        "if as large a part of the jobs that AI ends stays missing as of those that areas lost: "
        f"{area:.2f} in the area for each that ended there (Autor, Dorn, Hanson 2021), and in the nation "
        f"{_ROBOT_IN_THE_NATION:g} for {_ROBOT_IN_ITS_AREA:g} in the area (robots: Acemoglu, Restrepo 2020); "
        "new tasks not counted",
        f"{nation_share * area:.0%} are missing: {_in_words(change)}",
        _verdict(change),
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


def _output(context: ClaimContext, parameters: Parameters) -> Array:
    """All income at what households' prices make of it, against no further AI; (draw) [%]."""
    made = ensemble(context, parameters)
    real, without = (
        one.money[-1, :3].sum(axis=0) / one.prices[-1] for one in (made.extended, made.without)
    )
    change: Array = 100.0 * (real / without - 1.0)
    return change


@once
def _parts(context: ClaimContext, parameters: Parameters) -> tuple[Array, ...]:
    """Each of `_DIRECT` at the end, by draw [% of jobs]."""
    made = ensemble(context, parameters)
    parts = 100.0 * job_parts(made.extended, made.without)[MARKET_QUARTERS]
    return tuple(parts[PARTS.index(name)] for name in _DIRECT)


class _NetJobs(Claim):
    """Whether more jobs end than are made in ten years."""

    id = "more-jobs-destroyed"
    row = "10"
    effort = 25.0
    statement = "AI destroys more jobs than it creates"
    reading = (
        "jobs, filled or open, in ten years against the same economy without further AI, where pay clears: "
        "AI ends jobs, and some of the people stay missing from work for a while. Every draw of AI (what "
        "`reallocate simulate` draws; sources of reach take turns) stands under every draw of the law "
        "(how many are "
        "missing at first, how long), and the verdict goes by the share of draws with at least "
        f"{-FEWER:g}% fewer jobs. More jobs than without AI cannot come out of this law: that is built in, "
        f"not found. {TASK_BY_TASK}"
    )
    unit = "% of jobs"
    rule = Rule(
        f"at least 80% of the draws end with more than {-FEWER:g}% fewer jobs",
        "at most 20% do",
        Verdict.CANNOT_BE_TOLD,
        (FEWER,),
        Change(
            "the same share of draws under a law from slumps: 0.3 jobs missing at first for each that AI "
            "ends, half of them back in two years (judgements), and jobs that fell with labour's share even "
            "where AI ended none",
            "two numbers from slumps decided the row: jobs did not answer to how many AI ends. They are now "
            "estimated on US areas and countries and drawn; ranges of the draws were written before the "
            "headline, the correction for what heals within a decade (ψ = λ·φ ÷ a(H)) after a first result "
            "of −0.24% (32% of the draws). The first rule, until 2026-11-27, held spending and real pay",
            AFTER_THE_RESULT,
            "2026-11-30",
        ),
        INSTEAD,
    )
    drivers = DRAWN
    together = TOGETHER
    sources = (
        "BEA accounts and output (A)",
        "BLS jobs, unemployment, projections (A)",
        "eight sources of reach (A)",
        "jobs missing in areas, nation beside areas: three studies (B), own estimates (X)",
        "new tasks, pay and jobs: four studies (B)",
        "what owners keep, how reach widens (J)",
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
        figures, groups = [0.0] * len(points), defaultdict[int, list[int]](list)
        for place, point in enumerate(points):
            groups[id(accounts_of(context, point))].append(place)
        for places in groups.values():
            accounts = accounts_of(context, points[places[0]])
            runs = [assumed_by(context, points[place], MARKET_QUARTERS) for place in places]
            effects = effects_at(runs, accounts, MARKET_QUARTERS)
            for place, effect in zip(places, effects, strict=True):
                figures[place] = 100.0 * float(effect.sum() / accounts.jobs.sum())
        return figures

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The change over every draw of AI under every draw of the law.

        context : the nation's accounts, how many draws
        """
        drawn, found = drawn_jobs(context, parameters), outcomes_of(context, parameters)[Closure.PAY_CLEARS]
        change = drawn.at_end
        middle, low, high = interval(change.ravel())
        fewer, gate = share_fewer(change), history_gate(context, parameters)
        share, pay, rise = (
            float(np.median(found[name])) for name in ("labour_share", "real_pay", "unemployment_peak")
        )
        working, fewest, most = interval(found["employed"])
        ended = -float(np.median(_parts(context, parameters)[0]))
        finding = (
            f"In ten years people in work change by {working:+.2f}% ({fewest:+.2f} to {most:+.2f}%) against "
            f"the same economy without further AI. Jobs, filled or open, change by {middle:+.2f}% "
            f"({low:+.2f} to {high:+.2f}%). More than {-FEWER:g}% fewer jobs come in {fewer:.0%} of "
            f"{len(drawn.ended)} draws of AI, each under {len(drawn.law.gap):,} of the law. AI ends "
            f"{ended:.1f}% of the jobs; labour's share changes by {share:+.1f} percentage points, real pay "
            f"by {pay:+.1f}%, and unemployment peaks {rise:.2f} points higher."
        )
        figures = {
            f"share of draws with more than {-FEWER:g}% fewer jobs": fewer,
            **{f"the same after {year} years": share_fewer(drawn.change(4 * year)) for year in _YEARS},
            "jobs missing at first for each that AI ends, median": float(np.median(drawn.law.gap)),
            "half of a gap closed, median [years]": float(np.median(drawn.law.half_life)),
            "law on a normal decade: jobs [share]": gate.test.jobs,
            "law on a normal decade: slope of jobs to output per job": gate.test.slope,
            "the same if all of the decade's growth displaced": gate.all_displaced.slope,
            **own_figures(
                real_pay=interval(found["real_pay"]),
                labour_share=interval(found["labour_share"]),
                output=interval(_output(context, parameters)),
            ),
        }
        rests_on = (
            gate.which_share_decides,
            _FIXED,
            _jobs_ended_so_far(context, parameters),
            _what_is_left_out(context),
        )
        first = _verdict(drawn.under(_FROM_SLUMPS).at_end)
        by_rule = _verdict(change)
        return gate.measured(middle, low, high, by_rule, finding, figures, first, " ".join(rests_on))

    def judge(self, context: ClaimContext, parameters: Parameters) -> tuple[float, Verdict]:
        """As `measure`, with an eighth of the draws of AI.

        context, parameters : as `measure`
        """
        change = drawn_jobs(context, parameters, 1).at_end
        return float(np.median(change)), history_gate(context, parameters).judged(_verdict(change))

    def verdict_at(self, figure: float) -> Verdict:
        """Fewer jobs support the statement.

        figure : the change of jobs [% of jobs]
        """
        return by_share(float(figure < FEWER))

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """Where labour supply answers to pay; other marks, years and numbers of the law; other futures of AI;
        the worst that the ranges allow; people in work; the other closures; from a slump; as with robots;
        and as rising output per job went before.

        context, parameters : as `measure`
        """
        drawn = drawn_jobs(context, parameters)
        pay = outcomes_of(context, parameters)[Closure.PAY_CLEARS]["real_pay"]
        supply = with_supply(drawn.at_end[: len(pay)], pay)
        marks = (
            Reading(
                f"where {-mark:g}% fewer jobs count",
                f"so it is in {share_fewer(drawn.at_end, mark):.0%} of the draws",
                _verdict(drawn.at_end, mark),
            )
            for mark in _OTHER_MARKS
        )
        years = (
            Reading(f"after {year} years", _in_words(change), _verdict(change))
            for year, change in zip(_YEARS, (drawn.change(4 * year) for year in _YEARS), strict=True)
        )
        series, request = context.world.table("output_series"), market_request(context, parameters)
        laws = (
            Reading(one.words, _in_words(one.change), _verdict(one.change))
            for one in law_readings(drawn, series, request)
        )
        return (
            Reading(
                f"if labour supply answers to pay: real pay 1% higher brings {SUPPLY:g}% more people to "
                "work, so that more jobs can come out",
                f"{_in_words(supply)}; more jobs in {(supply > 0.0).mean():.0%}",
                _verdict(supply),
            ),
            *marks, *years, *laws,
            *self._other_futures(context, parameters),
            self._worst(context, parameters),
            self._people_in_work(context, parameters),
            *(self._under(one, context, parameters) for one in (Closure.INCOME_ON_PATH, Closure.MONEY_HELD)),
            _direct_channels(context, parameters, FEWER),
            _in_a_slump(context, parameters),
            _as_with_robots(context, parameters),
            _as_before(context),
        )  # fmt: skip

    def _other_futures(self, context: ClaimContext, parameters: Parameters) -> list[Reading]:
        """Capability that grows otherwise, and reach that stays as today; an eighth of the draws of AI."""
        as_today = parameters.replace(reach_per_doubling=0.0)
        cases = {
            "if capability grows faster": drawn_jobs(context, parameters, 1, "fast"),
            "if it stops growing": drawn_jobs(context, parameters, 1, "plateau"),
            "if what AI can do alone stays as today, and only gets better": drawn_jobs(context, as_today, 1),
        }
        return [Reading(words, _in_words(one.at_end), _verdict(one.at_end)) for words, one in cases.items()]

    def _worst(self, context: ClaimContext, parameters: Parameters) -> Reading:
        rows = jobs_worst(context, parameters).iloc[-2:]
        each = "; ".join(
            f"{row['case']}: {row['ended']:.0f}% of jobs ended, {row['jobs']:+.1f}% jobs "
            f"({row['jobs_low']:+.1f} to {row['jobs_high']:+.1f}%), {row['jobs_worst']:+.0f}% with "
            "the law at its bad end too"
            for row in rows.to_dict("records")
        )
        return Reading(
            "if all numbers about AI lie at their bad ends together, found by search; no source says how "
            "likely that is",
            each,
            by_share(float((rows["jobs_high"] < FEWER).all()), Verdict.CANNOT_BE_TOLD),
        )

    def _people_in_work(self, context: ClaimContext, parameters: Parameters) -> Reading:
        """The same mark for people in work, over the runs of the market."""
        change = outcomes_of(context, parameters)[Closure.PAY_CLEARS]["employed"]
        middle, low, high = interval(change)
        return Reading(
            "if people in work are counted instead of jobs, filled or open: part of the fall is in open "
            "positions",
            f"{middle:+.2f}% people in work ({low:+.2f} to {high:+.2f}%), more than {-FEWER:g}% fewer in "
            f"{share_fewer(change):.0%} of {len(change)} runs",
            _verdict(change),
        )

    def _under(self, closure: Closure, context: ClaimContext, parameters: Parameters) -> Reading:
        values = outcomes_of(context, parameters)[closure]["jobs"]
        gate = history_gate(context, parameters, closure)
        return Reading(f"if {gate.words}", _in_words(values), gate.judged(_verdict(values)))


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
