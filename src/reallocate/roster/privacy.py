"""What may be shown of groups of people: none under 25, and little that tells of one person.

Groups of fewer than 25 are pooled before anything is counted. Sizes are multiples of 25, up or down
so that they are right in the mean. What decides up or down is a number for each table and group that the
key of the machine gives, the same for every version of a file: a group that has one person more or less
shows it in one of 25 cases, and all others stay. So averages over many versions tell nothing, and who
holds the file without the key cannot repeat the rounding. Mean pay is rounded in the same way, in steps
that one person's pay moves by a tenth at most.
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
GRADES, LEAST_GRADE = (1.0, 2.0, 5.0), 25.0
"""Times a power of ten: sizes of groups in a report are one of 25, 50, 100, 200, 500, 1,000, …"""
COARSE_GRADES = (1.0, 3.0)
"""Likewise, where a size only orders things or says how much is missing: 25, 30, 100, 300, 1,000, …"""
MOST_OF_ONE = 0.5
PAY_OPEN = 4.0
STEPS = (1.0, 3.0, 10.0)
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
    groups = _pooled(values, key, table, base)
    counts = rounded(groups.value_counts().sort_index(), key, table, base)
    return _largest_first(counts)


def graded_counts(values: pd.Series, key: bytes, table: str) -> pd.Series:
    """About how many people are in each group: 25, 50, 100, 200, 500 and so on; small groups are "other".

    values, key, table : as for `published_counts`
    """
    if len(values) < least_shown(key, TOTAL):
        return pd.Series(dtype=float)
    sizes = _pooled(values, key, table, BASE).value_counts().sort_index()
    about = [graded(size, key, f"{table} {group}") for group, size in sizes.items()]
    return _largest_first(pd.Series(about, index=sizes.index))


def graded(people: float, key: bytes, group: str, grades: tuple[float, ...] = GRADES) -> float:
    """About how many people a group has: the next of 25, 50, 100, 200, 500, … above or below.

    people : [people], 25 or more
    key : of the machine
    group : whose size it is, with the name of the table
    grades : times a power of ten; fewer of them show a person less
    It is above where ln(people/below)/ln(above/below) exceeds a number drawn for the group: one person more
    or less shows in one of about 0.7·people cases.
    """
    power = 10.0 ** math.floor(math.log10(people) + 1e-9)
    ladder = [one * power for one in (*grades, 10.0)]
    below, above = next(pair for pair in zip(ladder, ladder[1:], strict=False) if people < pair[1])
    place = math.log(people / below) / math.log(above / below)
    return max(above if place > uniform(key, "grade", group) else below, LEAST_GRADE)


def coarse_order(people: float, key: bytes, *group: str) -> tuple[float, float]:
    """By which groups are ordered where one is chosen: coarse size, then a number drawn for the group.

    people : [people or FTE]
    key, group : as for `least_shown`
    By exact size, one person would decide which of two like groups is pooled, and be told by it.
    """
    small = people < least_shown(key, *group)
    return 0.0 if small else graded(people, key, " ".join(group)), uniform(key, "order", *group)


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


def published_mean(amounts: pd.Series, heads: float, key: bytes, group: str) -> float:
    """Mean pay of a group so that one person's pay can hardly be had from two of them.

    amounts : (person) [USD/year] whole pay of each
    heads : [FTE] of these people together
    key : of the machine
    group : whose pay it is
    Missing below 25 people, and where one person has more than half of the sum. The step is the next of
    1 or 3 times a power of ten from 4·largest/people on, u drawn from 0 to 1 for the group: the largest pay,
    doubled or gone, shows in one of four cases at most, a usual one in fewer.
    published = step·⌊mean/step + u⌋
    Source: Hundepool et al., Statistical Disclosure Control, 2012, section 4.2 (dominance of one),
    doi:10.1002/9781118348239.
    """
    total, largest = float(amounts.sum()), float(amounts.max())
    if len(amounts) < FEWEST or heads < FEWEST or total <= 0 or largest > MOST_OF_ONE * total:
        return float("nan")
    step = _next_step(PAY_OPEN * largest / len(amounts))
    return max(math.floor(total / heads / step + uniform(key, "pay", group)), 1) * step


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


def _pooled(values: pd.Series, key: bytes, table: str, base: float) -> pd.Series:
    """(row) The group under which each person is counted."""
    named = values.where(values.ne(""), NOT_GIVEN)
    counts, least = named.value_counts(), base / FEWEST
    order = {group: coarse_order(size / least, key, table, str(group)) for group, size in counts.items()}
    sizes = counts.loc[sorted(counts.index, key=lambda group: order[group])]
    small = [group for group in sizes.index if sizes[group] < least * least_shown(key, table, str(group))]
    larger = [group for group in sizes.index if group not in small]
    while small and larger and sizes[small].sum() < base:
        small.append(larger.pop(0))
    return named.mask(named.isin(small), OTHER) if small else named


def _largest_first(counts: pd.Series) -> pd.Series:
    last = counts.index.isin([OTHER, NOT_GIVEN])
    return counts.iloc[np.lexsort((counts.index.to_numpy(dtype=str), -counts.to_numpy(), last))]


def _next_step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(one * power for one in STEPS if one * power >= least * (1 - 1e-9))
