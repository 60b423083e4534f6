"""Hires from outside the labour force, in words for rows and pages: the outcome nearest to a finding."""

from __future__ import annotations

from reallocate.claims.estimates.findings import Estimates
from reallocate.claims.estimates.flows import FROM_OUTSIDE, medians
from reallocate.kernel.number import with_minus


def hires_seen(found: Estimates) -> str:
    """The estimate with its error, smallest visible effect and checks."""
    one = found.outcomes[FROM_OUTSIDE]
    later, error, _ = found.later(FROM_OUTSIDE)
    return with_minus(
        f"Exposed jobs hired fewer people from outside the labour force: {one.value:+.3f} points a month for "
        f"each standard deviation of exposure (s.e. {one.error:.3f}; {one.detectable:.3f} would show), "
        f"significant under {one.significant} of {len(one.estimates)} measures. One test for all measures "
        f"gives p = {one.p_of_all:.2f}. Before AI it was {one.placebo.value:+.2f} (s.e. "
        f"{one.placebo.error:.2f}), and in the months after {later:+.3f} ({error:.3f})."
    )


def hires_bounded(found: Estimates) -> str:
    """What they would come to in five years, and why no row counts them."""
    low, high = five_years_of_hires(found)
    return with_minus(
        f"Counted as row 7 counts separations, {low:.1f} to {high:.1f}% of the labour force would not be "
        f"hired in five years (by window), and at most {most_not_hired(found):.1f}% (95% bound). They are "
        "not counted: one test for all measures finds nothing, the fall before AI was about as large, and "
        "who is not hired loses no job."
    )


def five_years_of_hires(found: Estimates) -> tuple[float, float]:
    """Least and largest over the windows of the median over measures [% of workers]."""
    middles = medians(found.not_hired, "five_years")
    return min(middles), max(middles)


def most_not_hired(found: Estimates) -> float:
    """The largest 95% bound over measures and windows [% of workers]."""
    return max(one.upper for one in found.not_hired)
