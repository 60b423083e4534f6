"""Row 12b: a more exclusive labour market, as employment and unemployment of the young show it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from reallocate.claims.basis.claim import (
    SET_AFTER,
    AttainableRange,
    Change,
    Claim,
    Measured,
    Reading,
    Rule,
    Verdict,
)
from reallocate.claims.basis.context import ClaimContext, nation, once, one_run
from reallocate.claims.basis.estimated import estimates_of
from reallocate.claims.estimates.bearing import BEGINNERS
from reallocate.claims.estimates.findings import Estimates
from reallocate.claims.estimates.hires import hires_bounded, hires_seen
from reallocate.claims.estimates.outside import PAYROLLS
from reallocate.claims.estimates.regression import least_detectable
from reallocate.claims.estimates.young import (
    FAMILIES,
    LOWEST_QUARTER,
    MARK,
    NORWAY,
    SURVEY,
    each_published,
    judged_young,
)
from reallocate.data.observed import (
    exposed_gap,
    firms_using_ai,
    first_cuts_by_year,
    h100_per_employee,
    naming_ai,
)
from reallocate.kernel.arrays import HIGH, Array
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import MONTHS_A_YEAR, QUARTERS_A_YEAR
from reallocate.market.forecast.lines import what_could_tell
from reallocate.market.forecast.rules import PANDEMIC
from reallocate.market.nation.cohorts import demanded
from reallocate.market.nation.effects import people_by_age
from reallocate.market.simulate.runs import exposure
from reallocate.market.state.ages import Ages
from reallocate.market.state.market import unemployment_rate
from reallocate.work.panel import QUINTILES, quintiles
from reallocate.work.world import World

_YOUNG, _GRADUATES, ALL = "unemployment_20_24", "unemployment_graduates_20_24", "unemployment"
_RELEASE = "2022-11"
"""The last month without a chat system that everybody could use: ChatGPT came out on its last day."""
_SINCE = "2015-01"
_TENTH = float(ndtri(HIGH))
"""From the middle to either end of a 10–90% interval [standard errors]."""


@dataclass(frozen=True)
class _YoungGap:
    """Unemployment of a group above what it usually is where all have as much [percentage points].

    before, now : mean of the year to `_RELEASE`, and of the last year at hand
    noise : standard deviation of changes over as many months before `_RELEASE`, the pandemic left out
    spans : pairs of years, as many months apart, that the noise is learnt from; most of them overlap
    last : month of the last figure
    """

    before: float
    now: float
    noise: float
    spans: int
    last: str

    @property
    def change(self) -> float:
        """Since `_RELEASE` [percentage points]."""
        return self.now - self.before

    @property
    def detectable(self) -> float:
        """Smallest change that shows in four of five cases, 2.8·noise [percentage points]."""
        return least_detectable(self.noise)

    @property
    def ends(self) -> tuple[float, float]:
        """The change less and more what chance does in one of ten cases on either side."""
        reach = _TENTH * self.noise
        return self.change - reach, self.change + reach


def young_gap(months: pd.DataFrame, group: str, plain: bool = False) -> _YoungGap:
    """How unemployment of a group moved against that of all.

    months : series, month, value, the shipped table `national_months`
    group : `_YOUNG` or `_GRADUATES`
    plain : the difference to all, with a = 0 and b = 1
    gap[t] = u_group[t] − a − b·u_all[t], a and b by least squares from `_SINCE` to `_RELEASE`, without the
    pandemic: the young lose jobs first in every downturn, which is no doing of AI. Means of twelve months.
    Source: BLS Current Population Survey.
    """
    wide = months.pivot(index="month", columns="series", values="value")
    both = 100.0 * wide.loc[wide.index >= _SINCE, [group, ALL]].dropna()
    calm = (both.index < PANDEMIC[0]) | (both.index > PANDEMIC[1])
    learnt = both[calm & (both.index <= _RELEASE)]
    slope, level = (1.0, 0.0) if plain else np.polyfit(learnt[ALL], learnt[group], 1)
    gap = (both[group] - level - slope * both[ALL]).where(calm)
    year = gap.rolling(MONTHS_A_YEAR).mean()
    apart = len(gap.loc[_RELEASE:]) - 1
    changes: Array = year[year.index <= _RELEASE].diff(apart).dropna().to_numpy(dtype=float)
    noise = float(np.sqrt((changes**2).mean()))
    return _YoungGap(float(year[_RELEASE]), float(year.iloc[-1]), noise, len(changes), str(gap.index[-1]))


_AGE = "22–25"
"""The age of the model that lies nearest 20 to 24."""
_NO_POWER = "the smallest change that would show is larger than the model's own effect"

_OTHERS = (
    "In payrolls of one large processor people at 22–25 fell by 13% in "
    "the occupations that AI reaches furthest, against other occupations, with what moved their firms taken "
    "out (Brynjolfsson, Chandar, Chen 2025). With what moved each firm in each month taken out, that fall "
    "shows from 2024 on alone, as these series end; it was about 16% by October 2025 (the same authors, "
    "February 2026, in a summary). At firms that post jobs for AI integrators, junior jobs fell by about "
    "9% in six quarters, through hiring (Lichtinger, Hosseini 2025). By another study the fall at 22 to 25 "
    "is of those who enter from outside the labour force (Atkinson, Yamco, Federal Reserve Bank of Dallas, "
    "January 2026, second hand; by a later piece the jobless find work more rarely as well). Unemployment "
    "shows nothing of the first."
)
"""What others found with records that do not ship."""


class _YoungPeople(Claim):
    """Whether people at 22 to 25 lost jobs against older people where AI reaches furthest."""

    id = "young-people"
    row = "12b"
    statement = "The labour market becomes leaner and more exclusive: young people"
    reading = (
        "whether employment at 22 to 25 fell against older people in the jobs that AI reaches furthest, "
        "beyond the slope before November 2022, in sources that represent all workers of the United States "
        "and within families of jobs. A fall would not show that AI is the cause, since interest rates rose "
        "in the same months. The estimates are those of `reallocate estimates`"
    )
    unit = "log points"
    rule = Rule(
        f"the 90% interval of the fall lies below {MARK:g} log points in two representative US sources and "
        "within families of jobs",
        "it does in no representative source, nor within families of jobs",
        Verdict.MIXED,
        (),
        Change(
            "unemployment at 20 to 24, and of graduates among them, rose against that of all since November "
            "2022 by more than the smallest change that shows in four of five cases; not supported where "
            "neither did; cannot be told where that change is larger than the model's own effect",
            "unemployment cannot show young people who are not hired from outside the labour force. The rule "
            "is fixed for months after June 2026, with the figures to June 2026 known",
            SET_AFTER,
            "2026-11-30",
        ),
    )
    drivers = ()
    sources = (
        "published estimates of payrolls, CPS, ACS, Norway (B, C), Sweden estimated here (E)",
        "BLS Current Population Survey: unemployment of all, at 20 to 24 (LNS14000036), with a bachelor's "
        "degree at 20 to 24 (CGBD2024, not adjusted for season), to April 2024 (A)",
        "the model's own effect: the nation's market as fitted (X)",
    )

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """The fall in the household survey.

        context : the world
        parameters : not needed: this is a measurement
        """
        return estimates_of(context).published[SURVEY].value

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The fall in each source that the rule names, and in others.

        context : the world
        parameters : in force, for the verdict by the first rule
        """
        found = estimates_of(context)
        survey, tests = found.published[SURVEY], found.young_tests
        low, high = tests[0].ends
        reach = _TENTH * survey.error
        own = _model_effect(context, parameters)
        first = _judged(_gap(context, _YOUNG), _gap(context, _GRADUATES), own)
        finding = (
            f"Employment at 22 to 25 fell by {-survey.value:.1f} log points against older people in the two "
            f"most exposed fifths of jobs (US household survey, 90%: {low:.1f} to {high:.1f}). "
            f"{_each_source(found)} {_OTHERS}"
        )
        figures = {f"{one.name} [log points]": one.estimate.value for one in tests}
        verdict = Verdict.of(*judged_young(tests))
        rests_on = (
            "Every published estimate at hand, with the months of its data: "
            f"{each_published(context.world)}. "
            "The span of the Swedish one holds the break of its count in January 2024. "
            f"{hires_seen(found)} {hires_bounded(found)} {what_could_tell()}"
        )
        return Measured(
            survey.value, survey.value - reach, survey.value + reach, verdict, finding, figures, "", first,
            rests_on,
        )  # fmt: skip

    def ruled_out(self, context: ClaimContext, measured: Measured) -> AttainableRange | None:
        """What the errors published so far leave open.

        context, measured : as there
        """
        tests = estimates_of(context).young_tests
        known = [one for one in tests if one.is_representative and np.isfinite(one.estimate.error)]
        families = [one for one in tests if one.is_within_families and np.isfinite(one.estimate.error)]
        words, impossible = [], []
        if len(known) < 2 or not families:
            impossible.append(Verdict.SUPPORTED)
            words.append(
                "'Supported' is impossible today: it needs two representative surveys and a comparison "
                "within families, all with errors. Errors are published for "
                f"{len(known)} and {len(families)} of them"
            )
        if holding := [one for one in tests if one.is_representative and one.holds]:
            low, high = holding[0].ends
            impossible.append(Verdict.NOT_SUPPORTED)
            words.append(
                f"'Not supported' is excluded while the interval of the household survey ({low:.1f} to "
                f"{high:.1f}) lies below {MARK:g}"
            )
        if not impossible:
            return None
        ends = measured.low, measured.high
        return AttainableRange(*ends, self.unit, tuple(impossible), why=f"{'. '.join(words)}.")

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """Unemployment by the first rule, at like unemployment of all and plain; and if the fall lasts.

        context, parameters : as `measure`
        """
        return (
            _by_unemployment(context, parameters),
            _plainly(context, parameters),
            _if_it_lasts(context, parameters),
        )


def _each_source(found: Estimates) -> str:
    """Which sources reach the mark, in words."""
    tests, pay, sweden = found.young_tests, found.outside[PAYROLLS].figures, found.register[LOWEST_QUARTER]
    holds = [one.name for one in tests if one.holds]
    mean, further, once_only = found.pooled.values()
    families, known = found.published[FAMILIES].value, found.published
    return (
        f"Below {MARK:g} log points: {'; '.join(holds) or 'none'}. US payrolls fell by {-pay['fall']:.1f}, "
        f"{-pay['beyond']:.1f} of them beyond the slope before (s.e. {pay['beyond_error']:.1f}); they do not "
        f"represent all workers. Within families of jobs the fall is {-families:.1f}, without an error yet. "
        f"Norway: {known[NORWAY].value:+.1f} (s.e. {known[NORWAY].error:.1f}); Sweden to 2023-12: "
        f"{sweden.value:+.1f} ({sweden.error:.1f}). Their mean by random effects, the household survey by "
        f"reach and by use, is {mean.mean:.1f} ({mean.error:.1f}), with payrolls beyond their slope "
        f"{further.mean:.1f} ({further.error:.1f}). The household survey stands in both twice; once, without "
        f"payrolls, it is {once_only.mean:.1f} ({once_only.error:.1f}). What would tell: the "
        "household survey's records by family of jobs, and the ACS of 2025."
    )


def _by_unemployment(context: ClaimContext, parameters: Parameters) -> Reading:
    """By the rule as first written."""
    young, graduates = _gap(context, _YOUNG), _gap(context, _GRADUATES)
    own = _model_effect(context, parameters)
    verdict = _judged(young, graduates, own)
    reason = f"; {_NO_POWER}" if verdict is Verdict.CANNOT_BE_TOLD else ""
    return Reading(
        "unemployment instead of employment, where all have as much of it (the first rule)",
        f"since November 2022 {young.change:+.1f} points at 20 to 24 (10–90%: {_ends(young)}), graduates "
        f"{graduates.change:+.1f} ({_ends(graduates)}), to {young.last}; smaller changes than "
        f"{young.detectable:.1f} and {graduates.detectable:.1f} do not show, learnt from {young.spans} spans "
        f"that overlap. The model's own largest effect in ten years is {own:.2f} points at {_AGE}{reason}",
        verdict,
    )


def _plainly(context: ClaimContext, parameters: Parameters) -> Reading:
    """Without comparing at like unemployment: the plain difference by year."""
    young, graduates = _gap(context, _YOUNG, True), _gap(context, _GRADUATES, True)
    words = "; ".join(
        f"{name}: {_mean(context, key):+.1f} points from 2015 to 2019, {one.before:+.1f} in the year to "
        f"{_RELEASE}, {one.now:+.1f} in the year to {one.last}; smaller changes than "
        f"{one.detectable:.1f} "
        "do not show"
        for name, key, one in (("20 to 24", _YOUNG, young), ("graduates", _GRADUATES, graduates))
    )
    verdict = _judged(young, graduates, _model_effect(context, parameters))
    reading = "the plain difference to unemployment of all, whatever the state of the market"
    return Reading(reading, words, verdict)


def _if_it_lasts(context: ClaimContext, parameters: Parameters) -> Reading:
    """What fewer hires of beginners in the most exposed fifth come to at 22 to 25, if none finds another job.

    share of people at this age in the most exposed fifth of jobs · `beginners_gap`
    """
    gap = beginners_not_hired(parameters)
    working, others = _people_at_rest(context, parameters)
    exposed = exposure(context.world)
    most = quintiles(exposed, working.sum(axis=1)) == QUINTILES - 1
    place = Ages.of(parameters).names.index(_AGE)
    share = float(working[most, place].sum() / working[:, place].sum())
    fewer = gap * float(working[most, place].sum())
    points = 100.0 * fewer / float(working[:, place].sum() + others[:, place].sum())
    return Reading(
        f"if the fall that the household survey shows is AI's and lasts: beginners are hired {gap:.0%} less "
        "in the most exposed fifth of jobs",
        f"{share:.0%} of people at work at {_AGE} are in that fifth; {gap * share:.1%} fewer of them work, "
        f"and unemployment at that age rises by {points:.1f} points, if none finds another job. Assumed, not "
        "found",
        Verdict.BY_DEFINITION,
    )


def beginners_not_hired(parameters: Parameters) -> float:
    """`beginners_gap` where somebody set it, else the high end of its range [share of their hires]."""
    return parameters[BEGINNERS] or parameters.about(BEGINNERS).high


@once
def _people_at_rest(context: ClaimContext, parameters: Parameters) -> tuple[Array, Array]:
    """People at work and looking for it before any further AI; (occupation, age) [persons]."""
    here, made, ages = nation(context).national, one_run(context, parameters), Ages.of(parameters)
    demand = demanded(here.market, here.normal, made.runs[0].flow_rates, made.without, 0)
    people = people_by_age(here.market, demand, ages, settling=QUARTERS_A_YEAR)[0]
    return people[0], people[1]


def _mean(context: ClaimContext, group: str) -> float:
    """The plain difference to all from 2015 to 2019 [percentage points]."""
    wide = context.world.table("national_months").pivot(index="month", columns="series", values="value")
    rows = wide.loc[(wide.index >= _SINCE) & (wide.index < "2020")]
    return float(100.0 * (rows[group] - rows[ALL]).mean())


def _judged(young: _YoungGap, graduates: _YoungGap, own: float) -> Verdict:
    """The verdict on both changes.

    own : the model's own largest effect [percentage points]
    """
    rose = [one.change > one.detectable for one in (young, graduates)]
    if not all(rose) and min(young.detectable, graduates.detectable) > abs(own):
        return Verdict.CANNOT_BE_TOLD
    return Verdict.of(all(rose), not any(rose))


@once
def _model_effect(context: ClaimContext, parameters: Parameters) -> float:
    """The largest rise in ten years of unemployment at `_AGE` above that of all [percentage points].

    parameters : of the run
    """
    here, made, ages = nation(context).national, one_run(context, parameters), Ages.of(parameters)
    place = ages.names.index(_AGE)

    def apart(side: int) -> Array:
        run = (made.extended, made.without)[side]
        demand = demanded(here.market, here.normal, made.runs[0].flow_rates, run, 0)
        people = people_by_age(here.market, demand, ages, settling=QUARTERS_A_YEAR)[:, :2].sum(axis=2)
        rate: Array = unemployment_rate(people[:, 0, place], people[:, 1, place])
        return rate - unemployment_rate(people[:, 0].sum(axis=1), people[:, 1].sum(axis=1))

    rise = 100.0 * (apart(0) - apart(1))
    return float(rise[rise.argmax()])


@once
def _gap(context: ClaimContext, group: str, plain: bool = False) -> _YoungGap:
    return young_gap(context.world.table("national_months"), group, plain)


def _ends(gap: _YoungGap) -> str:
    low, high = gap.ends
    return f"{low:+.1f} to {high:+.1f}"


CLAIM = _YoungPeople()


_OF_ALL_FIRMS = (
    "Firms that cut and firms that did not were asked in the winter of 2025 to 2026: 18% used AI in some "
    "function (32% weighted by jobs, 50 to 60% of very large firms in information, professional services and "
    "finance). 2% had fewer jobs because of it; of users about as many had more (second hand), and jobs fell "
    "somewhat with the functions that use it. Use is wide and shallow: 57% of users have it in at most three "
    "functions (Bonney and others 2026, Census CES-26-25, abstract). Of service firms around New York that "
    "use AI 1% had laid off for it in half a year and 13% expected to (Federal Reserve Bank of New York, "
    "September 2025)."
)
"""What surveys of firms found that do not ship.
Source: Bonney, Breaux, Dinlersoz, Foster, Haltiwanger, Pande 2026, Census CES-26-25 (abstract); Abel, Deitz,
Emanuel, Hyman, Montalbano 2025, Liberty Street Economics, 4 September."""
_ON_A_LEGAL_FORM = (
    "New York has asked every large employer since March 2025 whether technology or automation caused a mass "
    "layoff. In eleven months 162 employers with about 28,300 workers filed, Amazon and Goldman Sachs among "
    "them, and none said yes (Wired, February 2026, second hand). That may be silence."
)
"""What a compulsory notice says, which does not ship.
Source: New York State Department of Labor, as reported by Wired, 9 February 2026, and by Hunton Andrews
Kurth."""
_BEFORE_THE_CUTS, _YEAR_BEFORE = "2023-12", "2021-12"
"""By the first of these months three companies had explained a cut by AI; the second is two years earlier."""


def compute_per_employee(world: World) -> str:
    """H100 equivalents for each employee at the first and last day known, of each company, with 5 to 95%.

    world : with the tables ai_chips and headcounts
    """
    table = h100_per_employee(world.table("ai_chips"), world.table("headcounts"))
    parts = []
    for company, rows in table.groupby(level="company", sort=False):
        last = rows.iloc[-1]
        month = str(rows.index[-1][1])[:7]
        span = f"{_each(last['each_low'])}–{_each(last['each_high'])}"
        parts.append(f"{company} {_each(last['each'])} ({span}, {month})")
    first, last = (table.loc["Meta"].iloc[end] for end in (0, -1))
    days = table.loc["Meta"].index
    return (
        f"Observed: Meta's AI chips per employee rose from {_each(first['each'])} H100 equivalents in "
        f"{days[0][:7]} to {_each(last['each'])} in {days[-1][:7]}. Latest of each company, with 5–95%: "
        f"{'; '.join(parts)}. Own chips of Amazon and Microsoft are not counted, and Amazon's employees "
        "work mostly in warehouses."
    )


def whether_peers_follow(world: World) -> str:
    """Companies with a first cut explained by AI by year, firms that use AI, and postings by AI's reach.

    world : with the tables announcements, ai_use and postings
    """
    first = first_cuts_by_year(world.table("announcements"))
    postings, use = world.table("postings"), firms_using_ai(world.table("ai_use"))
    gap, naming = exposed_gap(postings), naming_ai(postings)
    years = ", ".join(f"{year}: {count}" for year, count in first.items())
    return (
        f"{first.sum()} companies on record explained a cut by AI or by paying for it (first in {years}); "
        "the record lists only companies that cut, so it gives no share of peers. "
        f"{_ON_A_LEGAL_FORM} "
        f"Of all firms {use.iloc[0]:.0%} used AI to produce goods or services in {use.index[0][:7]} and "
        f"{use.iloc[-1]:.0%} in {use.index[-1][:7]} (means of states; the question was widened after that). "
        f"Postings in sectors that AI reaches far stood {_against(gap, _YEAR_BEFORE)} other sectors' in "
        f"{_YEAR_BEFORE}, {_against(gap, _BEFORE_THE_CUTS)} in {_BEFORE_THE_CUTS} and "
        f"{_against(gap, gap.index[-1])} in {gap.index[-1]}. They fell before most of these cuts. Of US "
        f"postings {naming.iloc[-1]:.1%} name AI ({naming[_BEFORE_THE_CUTS]:.1%} in {_BEFORE_THE_CUTS}). "
        f"{_OF_ALL_FIRMS} What would tell whether peers follow: the same firms asked again after others of "
        "their industry have cut. The survey was asked once, and does not say whom a firm follows."
    )


def _each(count: float) -> str:
    return f"{count:.0f}" if count >= 9.95 else f"{count:.1f}"


def _against(gap: pd.Series, month: str) -> str:
    return f"{abs(gap[month]):.0%} {'below' if gap[month] < 0 else 'above'}"
