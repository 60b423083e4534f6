"""Row 12b: a more exclusive labour market, as unemployment of the young shows it."""

from __future__ import annotations

from reallocate.claims.basis.claim import SET_AFTER, Change, Claim, Measured, Reading, Rule
from reallocate.claims.basis.context import ClaimContext, once
from reallocate.claims.basis.economy_context import nation
from reallocate.claims.basis.economy_ensemble import one_run
from reallocate.claims.basis.verdicts import Verdict
from reallocate.claims.basis.young_people import ALL, GRADUATES, RELEASE, SINCE, YOUNG, YoungGap, young_gap
from reallocate.economy.ages import A_YEAR, people_by_age
from reallocate.economy.cohorts import demanded
from reallocate.economy.laws.age import Ages
from reallocate.economy.market.unemployment_rate import unemployment_rate
from reallocate.measure.arrays import Array
from reallocate.work.parameters import Parameters

AGE = "22–25"
"""The age of the model that lies nearest 20 to 24."""
NO_POWER = "the smallest change that would show is larger than the model's own effect"

OTHERS = (
    "Studies with such records disagree. In payrolls of one large processor people at 22–25 fell by 13% in "
    "the occupations that AI reaches furthest, against other occupations, with what moved their firms taken "
    "out (Brynjolfsson, Chandar, Chen 2025). With what moved each firm in each month taken out, that fall "
    "shows from 2024 on alone, as these series end; it was about 16% by October 2025 (the same authors, "
    "February 2026, in a summary). At firms that post jobs for AI integrators, junior jobs fell by about "
    "9% in six quarters, through hiring (Lichtinger, Hosseini 2025). Danish records show effects on pay and "
    "hours below 1% (Humlum, Vestergaard 2025). By another study the fall at 22 to 25 is of those who "
    "enter from outside the labour force (Atkinson, Yamco, Federal Reserve Bank of Dallas, January 2026, "
    "second hand; by a later piece the jobless find work more rarely as well). Unemployment shows nothing of "
    "the first."
)
"""What others found with records that do not ship."""


class YoungPeople(Claim):
    """Whether the young found work harder than all, after the first chat systems."""

    id = "young-people"
    row = "12b"
    statement = "The labour market becomes leaner and more exclusive: young people"
    reading = (
        "whether unemployment at 20 to 24, and of those among them with a bachelor's degree, moved away from "
        "that of all since November 2022, against what it usually is where all have as much unemployment; "
        "means of a year, so that no season is left. A change would not show that AI is the cause, since "
        "interest rates rose in the same months. Who studies on, stays out of the labour force or has "
        "stopped looking is not counted, so fewer young people hired from there leave no trace in it"
    )
    unit = "percentage points"
    rule = Rule(
        "both rose by more than the smallest change that shows in four of five cases",
        "neither did",
        Verdict.MIXED,
        (),
        Change(
            "",
            "the row judged the model alone before. How much counts comes from the series themselves: how "
            "far they moved over as many months before November 2022",
            SET_AFTER,
            "2026-11-27",
        ),
        "cannot be told where not both rose so far, and the smallest change that shows is larger than "
        "the model's own largest effect in ten years",
    )
    drivers = ()
    sources = (
        "BLS Current Population Survey: unemployment of all, at 20 to 24 (LNS14000036), with a bachelor's "
        "degree at 20 to 24 (CGBD2024, not adjusted for season), to April 2024 (A)",
        "the model's own effect: the nation's market as fitted (X)",
    )

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """The change at 20 to 24.

        context : the world
        parameters : not needed: this is a measurement
        """
        return _gap(context, YOUNG).change

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """Both changes beside what would show, and beside the model's own effect.

        context : the world
        parameters : in force, for the effect that the model expects
        """
        young, graduates = _gap(context, YOUNG), _gap(context, GRADUATES)
        own = model_effect(context, parameters)
        verdict = _judged(young, graduates, own)
        finding = (
            f"Since November 2022 unemployment at 20 to 24 moved by {young.change:+.1f} points against all "
            f"(10–90%: {_ends(young)}), and that of graduates of this age by {graduates.change:+.1f} "
            f"({_ends(graduates)}). Smaller changes than {young.detectable:.1f} and "
            f"{graduates.detectable:.1f} points do not show; the model's own largest effect in ten years is "
            f"{own:.2f} points at {AGE}. What shows is learnt from {young.spans} spans of like length "
            f"before, which overlap. Both series end in {young.last} in the data that ship. What would tell: "
            "the same series since then, work and participation at 20 to 24 (BLS, LNS12300036 and "
            "LNS11300036, not in the data), people by age and last occupation (the survey's own records), "
            "and openings by the experience that they ask for, which no public series of the United States "
            f"counts. {OTHERS}"
        )
        figures = {
            "smallest change that shows, at 20 to 24 [percentage points]": young.detectable,
            "smallest change that shows, graduates [percentage points]": graduates.detectable,
            "change, graduates [percentage points]": graduates.change,
            "the model's own largest effect in ten years [percentage points]": own,
        }
        if min(young.detectable, graduates.detectable) > abs(own):
            finding += " With these series the rule can give neither 'not supported' nor 'mixed'."
        reason = NO_POWER if verdict is Verdict.CANNOT_BE_TOLD else ""
        return Measured(young.change, *young.ends, verdict, finding, figures, reason)

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """Without comparing at like unemployment: the plain difference by year.

        context, parameters : as `measure`
        """
        young, graduates = _gap(context, YOUNG, True), _gap(context, GRADUATES, True)
        words = "; ".join(
            f"{name}: {_mean(context, key):+.1f} points from 2015 to 2019, {one.before:+.1f} in the year to "
            f"{RELEASE}, {one.now:+.1f} in the year to {one.last}; smaller changes than {one.detectable:.1f} "
            "do not show"
            for name, key, one in (("20 to 24", YOUNG, young), ("graduates", GRADUATES, graduates))
        )
        verdict = _judged(young, graduates, model_effect(context, parameters))
        reading = "the plain difference to unemployment of all, whatever the state of the market"
        return (Reading(reading, words, verdict),)


def _mean(context: ClaimContext, group: str) -> float:
    """The plain difference to all from 2015 to 2019 [percentage points]."""
    wide = context.world.table("national_months").pivot(index="month", columns="series", values="value")
    rows = wide.loc[(wide.index >= SINCE) & (wide.index < "2020")]
    return float(100.0 * (rows[group] - rows[ALL]).mean())


def _judged(young: YoungGap, graduates: YoungGap, own: float) -> Verdict:
    """The verdict on both changes.

    own : the model's own largest effect [percentage points]
    """
    rose = [one.change > one.detectable for one in (young, graduates)]
    if not all(rose) and min(young.detectable, graduates.detectable) > abs(own):
        return Verdict.CANNOT_BE_TOLD
    return Verdict.of(all(rose), not any(rose))


@once
def model_effect(context: ClaimContext, parameters: Parameters) -> float:
    """The largest rise in ten years of unemployment at `AGE` above that of all [percentage points].

    parameters : of the run
    """
    here, made, ages = nation(context).national, one_run(context, parameters), Ages.of(parameters)
    place = ages.names.index(AGE)

    def apart(side: int) -> Array:
        run = (made.extended, made.without)[side]
        demand = demanded(here.market, here.normal, made.runs[0].flow_rates, run, 0)
        people = people_by_age(here.market, demand, ages, settling=A_YEAR)[:, :2].sum(axis=2)
        rate: Array = unemployment_rate(people[:, 0, place], people[:, 1, place])
        return rate - unemployment_rate(people[:, 0].sum(axis=1), people[:, 1].sum(axis=1))

    rise = 100.0 * (apart(0) - apart(1))
    return float(rise[rise.argmax()])


@once
def _gap(context: ClaimContext, group: str, plain: bool = False) -> YoungGap:
    return young_gap(context.world.table("national_months"), group, plain)


def _ends(gap: YoungGap) -> str:
    low, high = gap.ends
    return f"{low:+.1f} to {high:+.1f}"


CLAIM = YoungPeople()
