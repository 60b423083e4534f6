"""Jobs missing for each job displaced, how long they stay missing, and pay, from US commuting zones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TypedDict

import numpy as np
import pandas as pd

from reallocate.claims.estimates.regression import instrumented
from reallocate.kernel.arrays import Array, Integers

WORKFILE = "validation-only/adh-2013/workfile_china.csv"
SHARES = "validation-only/adh-2013/shares.npz"
EMPLOYMENT = "open/county-employment/zones.csv"
FILES = (WORKFILE, SHARES, EMPLOYMENT)

_REGIONS = (
    "reg_midatl", "reg_encen", "reg_wncen", "reg_satl", "reg_escen", "reg_wscen", "reg_mount", "reg_pacif",
)  # fmt: skip
_ROUTINE = "l_sh_routine33"
_CONTROLS = (
    "l_shind_manuf_cbp", "l_sh_popedu_c", "l_sh_popfborn", "l_sh_empl_f", _ROUTINE, "l_task_outsource",
    *_REGIONS,
)  # fmt: skip
"""All controls of the paper's last column: the start of the decade, and the census division."""
_IMPORTS, _ELSEWHERE = "d_tradeusch_pw", "d_tradeotch_pw_lag"
"""Imports from China a worker [USD 1,000, ten years], of the United States and of eight other countries."""
_FACTORY, _ALL, _PAY = "d_sh_empl_mfg", "d_sh_empl", "d_avg_lnwkwage"
_WEIGHT, _STATE, _SECOND = "timepwt48", "statefip", "t2"
_DIGITS = 10
"""Four-digit industries over this are those of three digits, the clusters of Adão, Kolesár, Morales."""
_PART = 0.7
"""The second period has seven years and its changes are stated for ten."""
_SEEN = (2010, 2012, 2014, 2017)
"""Years after imports came that are shown."""
_SLUMP, _TROUGH, _YEARS = 2007, 2009, tuple(range(2010, 2018))
_DRAWS, _SEED, _ENDS = 400, 0, (0.1, 0.9)
_LIVES = np.exp(np.linspace(np.log(0.5), np.log(200.0), 4000))
"""Half-lives that are tried [years]."""

_MEANT = ("missing_imports_1990_2007", "missing_imports_2000_2007", "missing_computers")
_POINTS, _LOG_POINTS = "points per USD 1,000", "log points per USD 1,000"
"""Of people aged 16 to 64 in ten years, for imports a worker; of a level."""
_JOBS = "jobs per job displaced"
_OF_CHINA = "Chinese exports to eight other rich countries"
_OWN_TEXT = "Autor, Dorn, Hanson 2013, work file of the authors"
_BOTH_TEXT = f"{_OWN_TEXT}; BLS, Local Area Unemployment Statistics, and Census by county"


@dataclass(frozen=True)
class Estimate:
    """One estimate from commuting zones.

    estimate : its name
    what : in words
    value : [unit]
    se_clustered, se_exposure_robust : standard errors by state, and of Adão, Kolesár, Morales 2019; not a
        number where it has none [unit]
    low, high : 10% and 90%, states drawn again, where it has no standard error [unit]
    window : years
    areas : how many
    instrument : what the cause is instrumented with; empty where it is least squares
    """

    estimate: str
    what: str
    value: float
    unit: str
    window: str
    areas: int
    instrument: str
    source: str
    se_clustered: float = float("nan")
    se_exposure_robust: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")


def _residual(y: Array, x: Array, w: Array) -> Array:
    """What is left of y after its weighted projection on x; (row) or (row, series)."""
    s = np.sqrt(w)
    columns = y.reshape(len(y), -1)
    found: Array = columns - x @ np.linalg.lstsq(x * s[:, None], columns * s[:, None], rcond=None)[0]
    return found.reshape(y.shape)


def two_stage(y: Array, d: Array, z: Array, x: Array, w: Array, group: Array) -> tuple[Array, Array]:
    """Weighted two-stage least squares with as many instruments as causes; coefficients, standard errors.

    y : (row)
    d, z : (row, cause) causes, and instruments
    x : (row, control) with a constant
    w : (row) weights
    group : (row) rows of one group may depend on each other
    `instrumented` on what the controls leave.
    """
    y, d, z = (_residual(one, x, w) for one in (y, d, z))
    return instrumented(y, d, z, w, group, x.shape[1])


class _Errors(TypedDict):
    """A value with both standard errors; as of `Estimate`."""

    value: float
    se_clustered: float
    se_exposure_robust: float


@dataclass(frozen=True, eq=False)
class _Sample:
    """Zones of one period or of both, stacked.

    rows : (row) the work file
    shares : (row, industry) of employment at the start
    sector : (industry) of three digits
    """

    rows: pd.DataFrame
    shares: Array
    sector: Integers

    def column(self, name: str) -> Array:
        """One column; (row)."""
        return self.rows[name].to_numpy(dtype=float)

    @cached_property
    def controls(self) -> Array:
        """A constant, the second period where both are there, and the paper's controls; (row, control)."""
        periods = [self.column(_SECOND)] if self.rows[_SECOND].nunique() > 1 else []
        return np.column_stack([np.ones(len(self.rows)), *periods, self.rows[[*_CONTROLS]]])

    @property
    def weights(self) -> Array:
        """People at the start, times the length of the period; (row)."""
        return self.column(_WEIGHT)

    @cached_property
    def _shocks(self) -> tuple[Array, Array]:
        """The instrument less controls, and its shock by industry; (row), (industry)."""
        w = self.weights
        z = _residual(self.column(_ELSEWHERE), self.controls, w)
        s = np.sqrt(w)
        shocks, *_ = np.linalg.lstsq(self.shares * s[:, None], z * s, rcond=None)
        return z, shocks.astype(np.float64)

    def by_imports(self, outcome: Array, cause: Array) -> _Errors:
        """Two-stage least squares by imports elsewhere: value, and both standard errors.

        outcome, cause : (row)
        The second error holds where zones with like industries have like errors: the square root of
        Σ_s (Σ_{k∈s} X_k·Σ_i w_i·share_ik·e_i)² over |Σ_i w_i·z_i·d_i|, X the shocks by industry.
        Source: Adão, Kolesár, Morales 2019, Quarterly Journal of Economics 134:1949, DOI 10.1093/qje/qjz025.
        """
        w, x = self.weights, self.controls
        given = (outcome, cause[:, None], self.column(_ELSEWHERE)[:, None], x, w, self.column(_STATE))
        (value,), (clustered,) = two_stage(*given)
        y, d = _residual(outcome, x, w), _residual(cause, x, w)
        z, shocks = self._shocks
        moments = pd.Series(shocks * (self.shares.T @ (w * (y - d * value))))
        robust = np.sqrt((moments.groupby(self.sector).sum() ** 2).sum()) / abs((w * z) @ d)
        return {
            "value": float(value), "se_clustered": float(clustered), "se_exposure_robust": float(robust)
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class Zones:
    """The 722 commuting zones of the mainland.

    both : 1990 to 2000 and 2000 to 2007
    employment : the file of people in work by year, read only where an estimate needs it
    """

    both: _Sample
    employment: Path

    @cached_property
    def people(self) -> pd.DataFrame:
        """People in work, unemployed and inhabitants by year, with the work file's second period; (zone)."""
        second = self.both.rows[self.both.rows[_SECOND].eq(1)].set_index("czone")
        return second.join(pd.read_csv(self.employment).set_index("czone"), how="inner")

    @property
    def count(self) -> int:
        """How many zones there are."""
        return int(self.both.rows[_SECOND].eq(1).sum())

    def period(self, second: int) -> _Sample:
        """One period.

        second : 0 for 1990 to 2000, 1 for 2000 to 2007
        """
        kept = self.both.rows[_SECOND].eq(second).to_numpy()
        rows = self.both.rows[kept].reset_index(drop=True)
        return _Sample(rows, self.both.shares[kept], self.both.sector)

    @property
    def since(self) -> _Sample:
        """The zones with people in work by year."""
        return _Sample(self.people, self.period(1).shares, self.both.sector)

    def in_work(self, year: int) -> Array:
        """Logarithm of people in work per inhabitant; (zone)."""
        share = self.people[f"employed_{year}"] / self.people[f"people_{year}"]
        found: Array = np.log(share.to_numpy(dtype=float))
        return found

    def unemployment(self, year: int) -> Array:
        """Unemployment; (zone) [share of the labour force]."""
        out, has_work = self.people[f"unemployed_{year}"], self.people[f"employed_{year}"]
        return (out / (out + has_work)).to_numpy(dtype=float)


def read_zones(root: Path) -> Zones:
    """The zones.

    root : the folder of source files, with `FILES`
    """
    rows = pd.read_csv(root / WORKFILE).sort_values([_SECOND, "czone"], ignore_index=True)
    with np.load(root / SHARES) as stored:
        held = {name: stored[name] for name in ("czone", "t2", "shares", "sector")}
    order = pd.DataFrame({"czone": held["czone"], _SECOND: held["t2"], "at": np.arange(len(held["t2"]))})
    place = rows[["czone", _SECOND]].merge(order, on=["czone", _SECOND], validate="one_to_one")["at"]
    both = _Sample(rows, held["shares"][place.to_numpy()].astype(float), held["sector"] // _DIGITS)
    return Zones(both, root / EMPLOYMENT)


def estimates(zones: Zones) -> tuple[Estimate, ...]:
    """Every estimate, in order.

    zones : as from `read_zones`
    """
    first = (*of_imports(zones), *_of_computers(zones))
    return (*first, _together(first), *_later(zones), *_after_the_slump(zones))


def _together(found: Sequence[Estimate]) -> Estimate:
    """Jobs missing for each displaced, the mean of three estimates by the larger error of each.

    found : with the three
    """
    each = [one for one in found if one.estimate in _MEANT]
    errors = np.array([np.nanmax([one.se_clustered, one.se_exposure_robust]) for one in each])
    value = float(np.average([one.value for one in each], weights=errors**-2.0))
    what = "Mean of 1990–2007, 2000–07 and computers, by precision; the zones are the same"
    return Estimate("missing_mean", what, value, _JOBS, "1990–2007", each[0].areas, "as of each", _OWN_TEXT)


def of_imports(zones: Zones) -> Iterator[Estimate]:
    """Imports on jobs and pay; before imports came; jobs missing for each factory job displaced."""
    both, window = zones.both, "1990–2007"
    made = partial(Estimate, areas=zones.count, instrument=_OF_CHINA, source=_OWN_TEXT)
    for name, what, column in (
        ("factory_jobs", "Imports on factory jobs", _FACTORY),
        ("other_jobs", "Imports on other jobs", "d_sh_empl_nmfg"),
        ("all_jobs", "Imports on all jobs", _ALL),
        ("unemployed", "Imports on people unemployed", "d_sh_unempl"),
        ("outside", "Imports on people out of the labour force", "d_sh_nilf"),
    ):
        found = both.by_imports(both.column(column), both.column(_IMPORTS))
        yield made(name, what, unit=_POINTS, window=window, **found)
    found = both.by_imports(both.column(_PAY), both.column(_IMPORTS))
    yield made("pay", "Imports on weekly pay", unit=_LOG_POINTS, window=window, **found)
    yield from _before(zones)
    for name, sample, window in (
        ("1990_2007", both, "1990–2007"),
        ("1990_2000", zones.period(0), "1990–2000"),
        ("2000_2007", zones.period(1), "2000–2007"),
    ):
        found = sample.by_imports(sample.column(_ALL), sample.column(_FACTORY))
        what = "Jobs missing for each factory job displaced by imports"
        yield made(f"missing_imports_{name}", what, unit=_JOBS, window=window, **found)
    missing = 100.0 * both.column(_ALL) / both.column("l_sh_empl")
    found = both.by_imports(both.column(_PAY), missing)
    # A job missing is a fall of jobs, so that pay falls where the slope on jobs is positive.
    found["value"] = -found["value"]
    what = "Weekly pay for 1% of jobs missing, between areas"
    yield made("pay_for_jobs_missing", what, unit="%", window="1990–2007", **found)


def _before(zones: Zones) -> Iterator[Estimate]:
    """The placebo: imports of 2000 to 2007 on changes of 1990 to 2000."""
    first, later = zones.period(0), zones.period(1)
    for name, what, column in (("factory", "factory jobs", _FACTORY), ("all", "all jobs", _ALL)):
        (value,), (error,) = _by_state(
            first, first.column(column), [later.column(_IMPORTS)], [later.column(_ELSEWHERE)]
        )
        yield Estimate(
            f"before_{name}", f"Before they came: imports of 2000–07 on {what}, should be 0", value, _POINTS,
            "1990–2000", zones.count, _OF_CHINA, _OWN_TEXT, error,
        )  # fmt: skip


def _by_state(
    sample: _Sample, outcome: Array, causes: Sequence[Array], instruments: Sequence[Array],
    controls: Array | None = None,
) -> tuple[list[float], list[float]]:  # fmt: skip
    """Two-stage least squares with errors by state: values, and standard errors."""
    x = sample.controls if controls is None else controls
    d, z = np.column_stack(list(causes)), np.column_stack(list(instruments))
    value, error = two_stage(outcome, d, z, x, sample.weights, sample.column(_STATE))
    return value.tolist(), error.tolist()


def _of_computers(zones: Zones) -> Iterator[Estimate]:
    """Jobs missing for each factory job that goes where more jobs are routine at the start."""
    both = zones.both
    routine, imports = both.column(_ROUTINE), both.column(_ELSEWHERE)
    place = both.controls.shape[1] - len(_CONTROLS) + _CONTROLS.index(_ROUTINE)
    rest = np.column_stack([np.delete(both.controls, place, axis=1), imports])
    (value,), (error,) = _by_state(both, both.column(_ALL), [both.column(_FACTORY)], [routine], rest)
    yield Estimate(
        "missing_computers", "Jobs missing for each factory job displaced by computers (no experiment)",
        value, _JOBS, "1990–2007", zones.count, "share of routine jobs at the start", _OWN_TEXT, error,
    )  # fmt: skip


def _later(zones: Zones) -> Iterator[Estimate]:
    """Jobs in the years after imports came."""
    first, second = zones.period(0), zones.period(1)
    causes = [first.column(_IMPORTS), _PART * second.column(_IMPORTS)]
    instruments = [first.column(_ELSEWHERE), _PART * second.column(_ELSEWHERE)]
    by_2000, since = first.column(_ALL), _PART * second.column(_ALL)
    made = partial(Estimate, areas=zones.count, instrument=_OF_CHINA)
    for year, change in ((2000, by_2000), (2007, by_2000 + since)):
        # Imports of the 2000s stand beside, so that theirs are not taken for those of the 1990s.
        (value, _), (error, _) = _by_state(first, change, causes, instruments)
        yield made(
            f"imports_of_1990s_by_{year}", f"Imports of the 1990s on all jobs by {year}", value, _POINTS,
            f"1990–{year}", source=_OWN_TEXT, se_clustered=error,
        )  # fmt: skip
    sample, what = zones.since, "Imports of 2000–07 on people in work per head"
    changes = {(2000, _SLUMP): _PART * 100.0 * sample.column(_ALL) / sample.column("l_sh_empl")} | {
        (_SLUMP, year): 100.0 * (zones.in_work(year) - zones.in_work(_SLUMP)) for year in _SEEN
    }
    for (start, end), change in changes.items():
        (value,), (error,) = _by_state(sample, change, [sample.column(_IMPORTS)], [sample.column(_ELSEWHERE)])
        yield made(
            f"imports_of_2000s_{start}_{end}", what, value, _LOG_POINTS, f"{start}–{end}", source=_BOTH_TEXT,
            se_clustered=error,
        )  # fmt: skip


def _after_the_slump(zones: Zones) -> Iterator[Estimate]:
    """Of 1% fewer in work by 2009, what is missing in later years, and the half-life of that."""
    x = np.column_stack([np.ones(len(zones.people)), zones.people[[*_REGIONS]]])
    shock = zones.in_work(_TROUGH) - zones.in_work(_SLUMP)
    rise = zones.unemployment(_TROUGH) - zones.unemployment(_SLUMP)
    later = np.column_stack([zones.in_work(year) - zones.in_work(_SLUMP) for year in _YEARS])
    for by, words, instrument, z in (
        ("", "", "", shock),
        ("_by_unemployment", ", by unemployment", "rise of unemployment 2007–09", rise),
    ):
        made = partial(Estimate, areas=len(zones.people), instrument=instrument, source=_BOTH_TEXT)
        for place, year in enumerate(_YEARS):
            (value,), (error,) = _by_state(zones.since, later[:, place], [shock], [z], x)
            yield made(
                f"slump_missing_{year}{by}", f"Of the jobs lost 2007–09, missing in {year}{words}", value,
                "of the loss", f"2007–{year}", se_clustered=error,
            )  # fmt: skip
        each = _half_lives(zones, x, shock, later, z)
        low, high = np.quantile(each[1:], _ENDS)
        yield made(
            f"half_life{by}", f"Half-life of the gap after the slump of 2007–09{words}", float(each[0]),
            "years", f"2007–{_YEARS[-1]}", low=float(low), high=float(high),
        )  # fmt: skip


def _half_lives(zones: Zones, x: Array, shock: Array, later: Array, z: Array) -> Array:
    """The half-life with all states as they are, then with states drawn again; (draw) [years].

    x : (zone, control)
    shock, z : (zone) fall of people in work by 2009, and its instrument
    later : (zone, year) the fall by each year
    Least squares of the shares missing on 2^(−a/H), a years after 2009.
    """
    weights = zones.people[_WEIGHT].to_numpy(dtype=float)
    states, numbers = np.unique(zones.people[_STATE].to_numpy(dtype=int), return_inverse=True)
    rng, after = np.random.default_rng(_SEED), np.array(_YEARS) - _TROUGH
    curves = 2.0 ** (-after / _LIVES[:, None])
    lives = []
    for draw in range(1 + _DRAWS):
        drawn = rng.integers(len(states), size=len(states)) if draw else np.arange(len(states))
        w: Array = weights * np.bincount(drawn, minlength=len(states))[numbers].astype(float)
        kept = w > 0
        left = _residual(np.column_stack([later, shock, z])[kept], x[kept], w[kept])
        cause = w[kept] * left[:, -1]
        shares = cause @ left[:, :-2] / (cause @ left[:, -2])
        lives.append(_LIVES[((curves - shares) ** 2).sum(axis=1).argmin()])
    return np.array(lives)
