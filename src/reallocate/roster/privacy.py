"""What may be shown of groups of people: none under five, and nothing that tells of one person.

Put precisely: every group that is shown has five people or more; from how many on, five to nine, is drawn
for each group. Smaller ones are pooled before anything is counted. Sizes are rounded to multiples of five,
up or down at random so that they are right in the mean, all tables of a file to the same total. Every cell
of the file decides the draws: with one person more or less all are made anew, so the difference of two
outputs is that of two draws. Mean pay is rounded in the same way, so coarsely that the difference of two
means leaves half of the largest pay open. Who can read the file itself can repeat the draws, and needs
none of this.
"""

from __future__ import annotations

import hashlib
import math

import numpy as np
import pandas as pd

from reallocate.work.dimensions import NOT_GIVEN, OTHER

FEWEST = 5
BASE = 5.0
MOST_OF_ONE = 0.5
OPEN_SHARE = 0.5
STEPS = (1.0, 2.0, 5.0, 10.0)


def rounded(sizes: pd.Series, digest: str, table: str, together: pd.Series | None = None) -> pd.Series:
    """Sizes as multiples of five, each next below or above, in the mean what they are.

    sizes : (group) [people or FTE], each at least five
    digest : of the file
    table : whose sizes these are; the total is the same in every table
    together : (group) what it is part of, such as a department, whose sum is then right to five
    C is the running sum in an order drawn for the table, u is drawn for the file from 0 to 5.
    published[g] = 5·(⌊(C[g] + u)/5⌋ − ⌊(C[g−1] + u)/5⌋)
    Source: Nargundkar and Saveland, Random rounding: a means of preventing disclosure of information about
    individual respondents in aggregate data, 1964; Cox, A constructive procedure for unbiased controlled
    rounding, JASA 82, 1987, doi:10.1080/01621459.1987.10478456.
    """
    ordered = sizes.sort_index()
    order = _draws(digest, table).permutation(len(ordered))
    if together is not None:
        part = together.reindex(ordered.index).to_numpy(dtype=str)[order]
        order = order[np.argsort(part, kind="stable")]
    start = _draws(digest, "").uniform(0.0, BASE)
    # A sum of shares of working time must not fall below a step that it reaches exactly.
    sums = np.round(np.cumsum(ordered.to_numpy(dtype=float)[order]), 6)
    edges = np.floor((sums + start) / BASE)
    published = np.empty(len(ordered))
    published[order] = BASE * np.diff(edges, prepend=0.0)
    return pd.Series(published, index=ordered.index).reindex(sizes.index)


def published_counts(values: pd.Series, digest: str, table: str) -> pd.Series:
    """People by group, small groups together as "other"; empty where the total is not shown either.

    values : (row) the group of each person, "" where none is given
    digest : of the file
    table : what the groups are
    Where the small groups together have fewer than five people, the smallest of the others joins them,
    so that no total and no difference tells of them. The largest first, "other" and "not given" last.
    """
    if len(values) < least_shown("all", digest, "all"):
        return pd.Series(dtype=float)
    named = values.where(values.ne(""), NOT_GIVEN)
    sizes = named.value_counts().sort_index().sort_values(kind="stable")
    small = [group for group in sizes.index if sizes[group] < least_shown(str(group), digest, table)]
    sizes = sizes.reindex([*small, *sizes.index.difference(small, sort=False)])
    if small and sizes[small].sum() < FEWEST:
        small.append(sizes.index[len(small)])
    groups = named.mask(named.isin(small), OTHER) if small else named
    counts = rounded(groups.value_counts().sort_index(), digest, table)
    last = counts.index.isin([OTHER, NOT_GIVEN])
    order = np.lexsort((counts.index.to_numpy(dtype=str), -counts.to_numpy(), last))
    return counts.iloc[order]


def least_shown(group: str, digest: str, table: str) -> int:
    """From how many people on a group is shown by itself: five to nine, so that to appear says little.

    digest : of the file
    table : what the groups are
    """
    return FEWEST + int(_draws(digest, f"{table} {group}").integers(0, FEWEST))


def published_total(people: int, digest: str) -> float:
    """The number of people as every table of the file adds up to it; missing below five to nine.

    people : [people]
    digest : of the file
    """
    if people < least_shown("all", digest, "all"):
        return float("nan")
    return float(rounded(pd.Series([people], index=["all"]), digest, "all").iloc[0])


def rounded_openings(openings: pd.Series, digest: str) -> pd.Series:
    """Open positions as multiples of five, in the mean what they are, with one total for every grouping.

    openings : (group) [positions]
    digest : of the file
    One position more opens where somebody left: exact counts of two dates would tell whose role it was.
    """
    return rounded(openings, f"{digest} openings", "openings")


def published_openings(openings: int, digest: str) -> float:
    """The number of open positions as every grouping of them adds up to it.

    openings : [positions]
    digest : of the file
    """
    return float(rounded_openings(pd.Series([openings], index=["all"]), digest).iloc[0])


def published_mean(amounts: pd.Series, heads: float, digest: str, group: str) -> float:
    """Mean pay of a group so that one person's pay cannot be had from two of them.

    amounts : (person) [USD/year] whole pay of each
    heads : [FTE] of these people together
    digest : of the file
    group : whose pay it is
    Missing below five people, and where one person has more than half of the sum. The step is the next 1, 2
    or 5 times a power of ten from largest/(2·people) on, u drawn from 0 to 1: a person's pay,
    (n+1)·mean₁ − n·mean₀, is then open by about half of the largest pay.
    published = step·⌊mean/step + u⌋
    Source: Hundepool et al., Statistical Disclosure Control, 2012, section 4.2 (dominance of one),
    doi:10.1002/9781118348239.
    """
    total, largest = float(amounts.sum()), float(amounts.max())
    if len(amounts) < FEWEST or heads < FEWEST or total <= 0 or largest > MOST_OF_ONE * total:
        return float("nan")
    mean = total / heads
    least = OPEN_SHARE * largest / (BASE * math.floor(len(amounts) / BASE))
    power = 10.0 ** math.floor(math.log10(least))
    step = next(one * power for one in STEPS if one * power >= least * (1 - 1e-9))
    return max(math.floor(mean / step + _draws(digest, f"pay {group}").uniform()), 1) * step


def _draws(digest: str, table: str) -> np.random.Generator:
    seed = hashlib.sha256(f"{digest} {table}".encode()).digest()
    return np.random.default_rng(int.from_bytes(seed[:16], "big"))
