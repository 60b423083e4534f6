"""Other readings of net jobs: direct channels, a slump, robots; today's use; and what is left out."""

from __future__ import annotations

import numpy as np

from reallocate.claims.basis.claim import Reading
from reallocate.claims.basis.context import ClaimContext, once
from reallocate.claims.basis.economy_context import accounts_of, nation
from reallocate.claims.basis.economy_ensemble import QUARTERS, ensemble, outcomes_of
from reallocate.claims.basis.history_gate import history_gate
from reallocate.claims.basis.slump import ensemble_in_a_slump
from reallocate.claims.basis.verdicts import Verdict, by_share
from reallocate.economy.job_effects import job_parts
from reallocate.economy.laws.after_a_loss import SLACK
from reallocate.economy.laws.closed_demand import PARTS
from reallocate.economy.laws.closures import Closure
from reallocate.economy.outcomes import outcomes
from reallocate.measure.arrays import Array
from reallocate.measure.quantiles import interval
from reallocate.problem.nation.context import exposure
from reallocate.work.hours_saved import hours_freed
from reallocate.work.parameters import Parameters
from reallocate.work.ranks import quintiles

MILLION = 1e6
DIRECT = ("ended", "renewed", "built")
"""Of `closed_demand.PARTS`, those that AI ends and makes itself."""
ROBOT_IN_THE_NATION, ROBOT_IN_ITS_AREA = 3.3, 6.0
"""Workers fewer for each further robot, 1990 to 2007 [persons].
Source: Acemoglu, Restrepo 2020, Journal of Political Economy 128:2188, DOI 10.1086/705716: 0.2 points of the
share of people in work for each robot per thousand workers (abstract); as persons by the authors' university
(copies of its release)."""
EXPERTS = (
    "Four groups of experts disagree more about what capable AI does to the economy, which this row fixes "
    "by its law, than about how fast it comes. In the median of each, participation in the labour force "
    "falls about as far as ageing takes it; if AI advances fast they expect about 10 million jobs fewer "
    "through it by 2050 (Karger, Kuusela and others 2026, NBER 35046, abstract)."
)
"""What others expect, which is no figure of this model."""
VEHICLES = "53"
"""Transportation and material moving, by the beginning of the codes."""


def direct_channels(context: ClaimContext, parameters: Parameters, mark: float) -> Reading:
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


def in_a_slump(context: ClaimContext, parameters: Parameters, mark: float) -> Reading:
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


def as_with_robots(context: ClaimContext, parameters: Parameters, mark: float) -> Reading:
    """As large a part of the jobs that AI ends missing as of those that robots took where they came.

    mark : below which jobs are fewer [% of jobs]
    """
    missing = ROBOT_IN_THE_NATION / ROBOT_IN_ITS_AREA
    ended, under = _parts(context, parameters)[0], outcomes_of(context, parameters)
    net = missing * ended
    middle, low, high = interval(net)
    fewer = float((net < mark).mean())
    of = np.minimum(np.median(ended), -np.finfo(float).tiny)  # none is missing where none ends
    laws = ", ".join(
        f"{one.value} {np.median(under[one]['jobs']) / of:.0%}" for one in reversed(Closure)
    )
    return Reading(
        "if as large a part of the jobs that AI ends stays missing as of those that robots took in their "
        f"areas from 1990 to 2007: {ROBOT_IN_THE_NATION:g} workers fewer in the nation for each robot and "
        f"about {ROBOT_IN_ITS_AREA:g} in its area (Acemoglu, Restrepo 2020)",
        f"{missing:.0%} are missing: {middle:+.2f}% jobs ({low:+.2f} to {high:+.2f}%), more than {-mark:g}% "
        f"fewer in {fewer:.0%} of the draws; the laws leave missing, of the jobs that AI ends: {laws}",
        by_share(fewer, Verdict.CANNOT_BE_TOLD),
    )


def jobs_ended_so_far(context: ClaimContext, parameters: Parameters) -> str:
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
def what_is_left_out(context: ClaimContext) -> str:
    """How far the interval reaches; the self-employed, and AI that is no language model."""
    people = context.world.table("occupations").set_index("occupation")
    projected = context.world.table("projections").set_index("occupation").reindex(people.index)
    own = (projected["employment_2024"] * projected["self_employed_share"]).to_numpy()
    employment, reach = people["employment"].to_numpy(float), exposure(context.world)
    top = quintiles(reach, employment) == 4
    moving = people.index.str.startswith(VEHICLES)
    within = float(employment[moving] @ reach[moving] / employment[moving].sum())
    return (
        f"The interval is of draws under this law alone. {EXPERTS} Jobs are those of payrolls: "
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
    """Each of `DIRECT` at the end, by draw [% of jobs]."""
    made = ensemble(context, parameters)
    parts = 100.0 * job_parts(made.extended, made.without)[QUARTERS]
    return tuple(parts[PARTS.index(name)] for name in DIRECT)
