"""Laws of new tasks: how many take the place of hours saved, and who does them."""

from __future__ import annotations

from reallocate.kernel.arrays import Array


def renewed_share(adopted: Array, quarter: int, share: float, lag: int) -> float:
    """Of the hours saved now, that new tasks have taken the place of [share].

    adopted : (quarter) work done by adopters beyond the start, all industries, up to now [share]
    quarter : now
    share : ν, of hours saved that come back in the end [share]
    lag : quarters until they do
    ν·A(t − lag)/A(t)
    Off (ν = 0), every job that comes back comes from lower prices, incomes or the building of compute.
    Source: Acemoglu, Restrepo 2019, Journal of Economic Perspectives 33(2):3, DOI 10.1257/jep.33.2.3
    (reinstatement beside displacement).
    """
    if adopted[quarter] <= 0.0 or quarter < lag:
        return 0.0
    return share * min(1.0, float(adopted[quarter - lag] / adopted[quarter]))


def who_does_new_tasks(employment: Array, augmented: Array) -> Array:
    """Who does new tasks; (occupation) [share], adding up to 1.

    employment : (occupation) [persons]
    augmented : (occupation) hours that people do with AI [share of hours]
    e_o·x_o/Σ e·x: new tasks are taken to come where people work with AI and are not replaced by it.
    """
    weight = employment * augmented
    result: Array = weight / weight.sum()
    return result
