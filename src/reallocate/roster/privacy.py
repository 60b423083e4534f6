"""What may be shown of groups of people: none under 25, and little that tells of one person.

Groups of fewer than 25 are pooled before anything is counted. Sizes lie on a lattice that is moved by a
number for each table and group, which the key of the machine gives, the same for every version of a file.
They are right in the mean, and a role that has one person more or less shows it in one of 40 cases. So
averages over many versions tell nothing. Mean pay is rounded in the same way, in steps that one person's
pay moves by a tenth at most.
"""

from __future__ import annotations

import hashlib
import math

import numpy as np
import pandas as pd

from reallocate.work.dimensions import NOT_GIVEN, OTHER

FEWEST = 25
"""[people] The smallest group that is shown by itself."""
MOST_FEW = 2 * FEWEST
"""[people] A group that is not shown has fewer."""
BASE = 25.0
"""[people] Sizes are multiples of it."""
SHARE_BASE = 0.05
"""[share of all people] Sizes of which only shares are of interest are multiples of it, if that is more."""
CELL, MULTIPLE = 40.0, 5.0
"""[people] Headcounts of roles lie on a lattice of this step; sizes on a lattice are multiples of five."""
ABOUT, DIGITS = 5.0, 2
"""Sizes of groups in a report lie on a lattice of this factor, and are shown in so many digits."""
MOST_OF_ONE = 0.5
PAY_OPEN = 10.0
STEPS, PARTS_OF_STEP = (1.0, 2.0, 5.0, 10.0), 20
SHARE_STEPS, SHOWS_ONE_IN = (0.05, 0.1, 0.2), 50.0
ROLES, TOTAL, OPENINGS, STEP_OF_OPENINGS = "roles", "all people", "open positions", 5.0


def rounded(sizes: pd.Series, key: bytes, table: str, base: float = BASE, total: str = TOTAL) -> pd.Series:
    """Sizes as multiples of a base, each next below or above, in the mean what they are.

    sizes : (group) [people or FTE]
    key : of the machine
    table : whose sizes these are
    total : what they add up to; tables of one total and base add up to the same
    K = ⌊Σ sizes/base + u⌋ − Σ⌊sizes[g]/base⌋ groups are rounded up: those where
    (u[g]/(1 − u[g]))/(r[g]/(1 − r[g])) is least, r the remainder/base; u is drawn once for the total and for
    each group, whatever the sizes.
    Source: Ohlsson, Coordination of samples using permanent random numbers, in Business Survey Methods, 1995,
    doi:10.1002/9781118150504; Rosén, On sampling with probability proportional to size, J. Statistical
    Planning and Inference 62, 1997, doi:10.1016/S0378-3758(96)00186-3; Cox, A constructive procedure for
    unbiased controlled rounding, JASA 82, 1987, doi:10.1080/01621459.1987.10478456.
    """
    # A sum of shares of working time must not fall below a step that it reaches exactly.
    parts = np.round(sizes.to_numpy(dtype=float) / base, 6)
    below = np.floor(parts)
    rest = parts - below
    up = math.floor(round(float(parts.sum()), 6) + uniform(key, TOTAL, total)) - int(below.sum())
    numbers = np.array([uniform(key, table, str(group)) for group in sizes.index])
    with np.errstate(divide="ignore", invalid="ignore"):
        rank = np.where(rest > 0, numbers / (1 - numbers) * (1 - rest) / rest, np.inf)
    below[np.argsort(rank, kind="stable")[: max(up, 0)]] += 1
    return pd.Series(base * below, index=sizes.index)


def published_counts(values: pd.Series, key: bytes, table: str, base: float = BASE) -> pd.Series:
    """People by group, small groups together as "other"; empty where the total is not shown either.

    values : (row) the group of each person, "" where none is given
    key : of the machine
    table : what the groups are
    base : [people] of the rounding, and the smallest group
    Where the small groups together have fewer than 25 people, the smallest of the others joins them,
    so that no total and no difference tells of them. The largest first, "other" and "not given" last.
    """
    if len(values) < least_shown(key, TOTAL):
        return pd.Series(dtype=float)
    groups = with_small_pooled(values, key, table, base)
    counts = rounded(groups.value_counts().sort_index(), key, table, base)
    return largest_first(counts)


def graded(people: float, key: bytes, group: str) -> float:
    """About how many people a group has: off by a factor of √5 at most, and 25 at least.

    people : [people], 25 or more
    key : of the machine
    group : whose size it is, with the name of the table
    published = 5^(⌊log5 people + u⌋ + ½ − u), in multiples of five and two digits, u drawn for the group: the
    middle of a cell of a lattice that the key moves. One person more or less shows in one of 1.6·people
    cases, and of two groups of one number the larger is never shown as the smaller.
    Source: Gray and Stockham, Dithered quantizers, IEEE Transactions on Information Theory 39, 1993 (an error
    that does not depend on what is rounded), doi:10.1109/18.256489.
    """
    about = math.pow(ABOUT, _in_the_middle(math.log(people, ABOUT), uniform(key, "grade", group)))
    return float(in_two_digits(np.array([about]))[0])


def in_two_digits(about: np.ndarray) -> np.ndarray:
    """Numbers of people in multiples of five and two digits, 25 at least.

    about : [people], above 0
    """
    unit = np.maximum(np.power(10.0, np.floor(np.log10(about)) + 1 - DIGITS), MULTIPLE)
    return np.asarray(np.maximum(np.round(about / unit) * unit, FEWEST))


def least_about(key: bytes, group: str) -> float:
    """[people] From how many people on a size is told: the first edge of its lattice from 25 on, up to 125.

    key, group : as for `graded`
    So that a group appears where its size would have changed, and one person shows no more often for it.
    """
    number = uniform(key, "grade", group)
    return math.pow(ABOUT, math.ceil(math.log(FEWEST, ABOUT) + number) - number)


def published_headcounts(sizes: pd.Series, key: bytes) -> pd.Series:
    """Headcounts of roles: each in the mean what it is, off by 20 before all are made to add up, 25 at least.

    sizes : (role) [FTE], named by what the number of each is drawn for
    key : of the machine
    lattice[r] = 40·(⌊sizes[r]/40 + u[r]⌋ + ½ − u[r]), as in `graded`; published[r] = lattice[r] + shift, in
    multiples of five, shift alike for all roles so that they add up to the total that every table has. What
    one person moves is one lattice figure in one of 40 cases, and the total in one of 25.
    Source: Deming and Stephan, On a least squares adjustment of a sampled frequency table when the expected
    marginal totals are known, Annals of Mathematical Statistics 11, 1940, doi:10.1214/aoms/1177731829.
    """
    total = float(rounded(pd.Series([sizes.sum()], index=["all"]), key, "all").iloc[0])
    numbers = [uniform(key, ROLES, str(role)) for role in sizes.index]
    cells = zip(sizes, numbers, strict=True)
    lattice = np.array([CELL * _in_the_middle(size / CELL, number) for size, number in cells])
    shifted, least = lattice, np.zeros(len(lattice), dtype=bool)
    while len(lattice):
        shift = (total - FEWEST * least.sum() - lattice[~least].sum()) / max((~least).sum(), 1)
        shifted = np.where(least, FEWEST, lattice + shift)
        if not (shifted < FEWEST).any():
            break
        least = least | (shifted < FEWEST)
    exact = shifted / MULTIPLE
    below = np.floor(np.round(exact, 6))
    below[np.argsort(below - exact, kind="stable")[: round(total / MULTIPLE - below.sum())]] += 1
    return pd.Series(MULTIPLE * below, index=sizes.index)


def least_role(key: bytes, name: str, fewest: float = FEWEST) -> float:
    """[FTE] From how many on a role is planned by itself: the first edge of its lattice from `fewest` on.

    key : of the machine
    name : what its number is drawn for
    So that it appears where its headcount would have changed, and one person shows no more often for it.
    """
    number = uniform(key, ROLES, name)
    return CELL * (math.ceil(fewest / CELL + number) - number)


def _in_the_middle(place: float, number: float) -> float:
    """The middle of the cell in which a place lies, on a lattice of step 1 that the key's number moves."""
    return math.floor(place + number) + 0.5 - number


def coarse_order(people: float, key: bytes, table: str, group: str) -> tuple[float, float]:
    """By which groups are ordered where one is chosen: coarse size, then a number drawn for the group.

    people : [people or FTE]
    key, table, group : as for `least_shown`
    By exact size, one person would decide which of two like groups is pooled, and be told by it. The coarse
    size is ⌊log2 people + u⌋, u drawn for the table, and least below the size that is shown.
    """
    small = people < least_shown(key, table, group)
    coarse = math.floor(math.log2(max(people, 1.0)) + uniform(key, "order", table))
    return 0.0 if small else coarse, uniform(key, "order", table, group)


def share_base(people: int) -> float:
    """[people] The base of tables of which only shares are shown: about a twentieth of all people."""
    return BASE * max(math.floor(SHARE_BASE * people / BASE), 1)


def least_shown(key: bytes, *group: str) -> float:
    """From how many people on a group is shown by itself: 25 to 50, so that to appear says little.

    key : of the machine
    group : the name of the table and of the group, as in `rounded`
    The number drawn is that of the rounding, so that one person shows no more often in a small group: where
    it appears is where it would have been rounded up.
    """
    return FEWEST * (1 + uniform(key, *group))


def published_total(people: int, key: bytes, total: str = TOTAL) -> float:
    """The number of people as every table of the file adds up to it; missing below 25 to 50.

    people : [people]
    key : of the machine
    total : of whom
    """
    if people < least_shown(key, total):
        return float("nan")
    return float(rounded(pd.Series([people], index=["all"]), key, "all", total=total).iloc[0])


def spread_openings(openings: pd.Series, heads: pd.Series, key: bytes) -> pd.Series:
    """Open positions of each role; few of a role stand where the people are.

    openings : (role) [positions]
    heads : (role) [FTE] as published
    key : of the machine
    The total is rounded to five. A role with more than 30 to 55 keeps a multiple of 25; the others are
    spread by headcount: one position more opens where somebody left, and would tell whose role it was.
    """
    own = [
        BASE * math.floor(max(size - STEP_OF_OPENINGS - BASE * uniform(key, OPENINGS, str(role)), 0.0) / BASE)
        for role, size in openings.items()
    ]
    left = published_openings(int(openings.sum()), key) - sum(own)
    exact = left * heads.to_numpy(dtype=float) / max(float(heads.sum()), 1.0)
    spread = np.floor(exact)
    spread[np.argsort(spread - exact, kind="stable")[: round(left - spread.sum())]] += 1
    return pd.Series(np.array(own) + spread, index=openings.index)


def published_openings(openings: int, key: bytes) -> float:
    """The number of open positions, rounded to five, as every grouping of them adds up to it.

    openings : [positions]
    key : of the machine
    """
    only = pd.Series([openings], index=["all"])
    return float(rounded(only, key, OPENINGS, STEP_OF_OPENINGS, OPENINGS).iloc[0])


def published_number(number: int, key: bytes, what: str) -> float:
    """How many of something there are, as a multiple of ten: one that a single person may have would tell.

    number : such as of different titles
    key : of the machine
    what : what is counted
    """
    return float(rounded(pd.Series([number], index=["all"]), key, "all", 10.0, what).iloc[0])


def published_mean(amounts: pd.Series, heads: float, published: float, key: bytes, group: str) -> float:
    """Mean pay of a group so that one person's pay can hardly be had from two of them.

    amounts : (person) [USD/year] whole pay of each
    heads : [FTE] of these people together
    published : [FTE] of the group as it is shown; by the exact number, a person would decide the step
    key : of the machine
    group : whose pay it is
    Missing below 25 people, and where one person has more than half of the sum. The step is the next of
    1, 2 or 5 times a power of ten from 10·largest/published on, u drawn from 0 to 1 for the group: the
    largest pay, doubled or gone, shows in one of ten cases at most, a usual one in fewer.
    published = step·(⌊mean/step + u⌋ + ½ − u), as in `graded`, to the next twentieth of a step
    Source: Hundepool et al., Statistical Disclosure Control, 2012, section 4.2 (dominance of one),
    doi:10.1002/9781118348239.
    """
    total, largest = float(amounts.sum()), float(amounts.max())
    if len(amounts) < FEWEST or heads < FEWEST or total <= 0 or largest > MOST_OF_ONE * total:
        return float("nan")
    step = _next_step(PAY_OPEN * largest / max(published, FEWEST))
    shown = _in_the_middle(total / heads / step, uniform(key, "pay", group))
    return max(round(shown * PARTS_OF_STEP), PARTS_OF_STEP // 2) * step / PARTS_OF_STEP


def published_share(part: float, people: float, key: bytes, group: str) -> float:
    """The share of a group that a part of it is, as a multiple of 5, 10 or 20% that one person hardly moves.

    part, people : [people]
    key : of the machine
    group : which one, with the name of the table
    Missing where the part or the rest is small, and where one person would show in more than one of 50 cases.
    """
    few = min(part, people - part) < least_shown(key, "share", group)
    step = next((one for one in SHARE_STEPS if people * one >= SHOWS_ONE_IN), 0.0)
    if few or not step:
        return float("nan")
    return step * math.floor(part / people / step + uniform(key, "share", group))


def uniform(key: bytes, *names: str) -> float:
    """A number from 0 to 1 that the key gives to some names, and that nobody knows without it.

    key : of the machine
    Source: Aumasson, Neves, Wilcox-O'Hearn and Winnerlein, BLAKE2, RFC 7693, 2015, section 2.9 (keyed hash).
    """
    hashed = hashlib.blake2b("\x1f".join(names).encode(errors="surrogatepass"), key=key, digest_size=8)
    return (int.from_bytes(hashed.digest(), "big") + 0.5) / 2**64


def with_small_pooled(values: pd.Series, key: bytes, table: str, base: float = BASE) -> pd.Series:
    """(row) The group under which each person is counted: small ones are "other".

    values, key, table, base : as for `published_counts`
    Who is "other" already has the attributes of a donor and tells of nobody: a few of them join the largest.
    """
    named = values.where(values.ne(""), NOT_GIVEN)
    counts, least = named.value_counts(), base / FEWEST
    order = {group: coarse_order(size / least, key, table, str(group)) for group, size in counts.items()}
    sizes = counts.loc[sorted(counts.index, key=lambda group: order[group])]
    small = [group for group in sizes.index if sizes[group] < least * least_shown(key, table, str(group))]
    larger = [group for group in sizes.index if group not in small]
    together = int(sizes[[group for group in small if group != OTHER]].sum())
    while 0 < together < base and larger:
        small.append(larger.pop(0))
        together += int(sizes[small[-1]])
    return named.mask(named.isin(small), OTHER if together or not larger else larger[-1]) if small else named


def largest_first(counts: pd.Series) -> pd.Series:
    """Groups by size, "other" and "not given" last.

    counts : (group) [people]
    """
    last = counts.index.isin([OTHER, NOT_GIVEN])
    return counts.iloc[np.lexsort((counts.index.to_numpy(dtype=str), -counts.to_numpy(), last))]


def _next_step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(one * power for one in STEPS if one * power >= least * (1 - 1e-9))
