"""Laws of areas: an occupation's people and jobs by place."""

from __future__ import annotations

import numpy as np

from reallocate.kernel.arrays import Array


def filled_cells(released: Array, national: Array) -> tuple[Array, Array]:
    """Employment by occupation and area, with what was not released filled and all brought to the nation's.

    released : (occupation, area) [persons]; missing where not released
    national : (occupation) [persons]
    Returns (occupation, area) [persons], each occupation adding up to the nation's, and (area) the part of
    its employment that was filled [share].
    What the nation has beyond the areas that are known is spread over the others by their size, at most the
    nation's share of the occupation in each; then each occupation is scaled to the nation's. Size is that of
    known cells.
    Source: proportional fitting of one margin; Deming, Stephan 1940, Annals of Mathematical Statistics
    11:427, DOI 10.1214/aoms/1177731829.
    """
    known = np.nan_to_num(released)
    size = known.sum(axis=0)
    unknown = np.isnan(released)
    left = np.maximum(national - known.sum(axis=1), 0.0)
    usual = unknown * (size / size.sum())[None, :] * national[:, None]
    whole = usual.sum(axis=1)
    part = np.minimum(1.0, np.divide(left, whole, out=np.zeros_like(left), where=whole > 0))
    people = known + usual * part[:, None]
    nothing = people.sum(axis=1) <= 0
    people[nothing] = size[None, :] / size.sum()
    people *= (national / people.sum(axis=1))[:, None]
    guessed = people * unknown
    guessed[nothing] = people[nothing]
    return people, guessed.sum(axis=0) / people.sum(axis=0)


def jobs_by_area(people: Array, ratio: Array) -> Array:
    """Jobs wanted in every area; (occupation, area) [persons].

    people : (occupation, area) jobs in normal times [persons]
    ratio : (occupation) the nation's jobs wanted [ratio to normal times]
    d_og = d⁰_og·r_o: an occupation's jobs change everywhere alike, so that areas differ by their occupations.
    People apply within their area alone (E4 with one market an area).
    Off (one national market), unemployment is lower, since jobs anywhere are in reach.
    Source: that displaced people hardly move: Autor, Dorn, Hanson 2013, American Economic Review 103:2121,
    DOI 10.1257/aer.103.6.2121.
    """
    return people * ratio[:, None]
