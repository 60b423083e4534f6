"""Rows written as sums of terms against linopy's own arithmetic; figures over named axes."""

from __future__ import annotations

from collections.abc import Callable

import linopy
import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from reallocate.firm.model.labelled import (
    Term,
    add_rows,
    by,
    end_of_period,
    lag,
    select,
    start_of_period,
    times,
)
from reallocate.kernel.arrays import require_exact_labels
from reallocate.lp.model import Model
from reallocate.lp.named_axes import Named

ROLES = pd.Index(["a", "b", "c"], name="role")
PERIODS = pd.RangeIndex(4, name="period")
DATES = pd.RangeIndex(-1, 4, name="date")
PAIRS = pd.RangeIndex(5, name="pair")
TARGET = np.array([2, 0, 2, 2, 0])
PAY = np.array([0.25, -3.0, 0.7])
PATH = np.array([1.0, 1.1, 1.21, 1.331])

AXES = {"stock": [ROLES, DATES], "flow": [ROLES, PERIODS], "moves": [PAIRS, PERIODS]}
Rows = tuple[np.ndarray, ...]


def make_model() -> Model:
    model = Model()
    for name, axes in AXES.items():
        model.add_variables(name, axes)
    return model


def rows_of(write: Callable[[Model], None]) -> Rows:
    """Matrix, sense and right-hand side."""
    model = make_model()
    write(model)
    return model.matrices.A.toarray(), model.matrices.sense, model.matrices.b


def rows_of_linopy(write: Callable[[linopy.Model], None]) -> Rows:
    """The same of a rule in linopy's own arithmetic."""
    require_exact_labels()
    linopy.options["semantics"] = "v1"
    model = linopy.Model()
    for name, axes in AXES.items():
        model.add_variables(lower=0.0, coords=axes, name=name)
    write(model)
    matrices = model.matrices
    assert matrices.A is not None
    return matrices.A.toarray(), matrices.sense, matrices.b


def same_rows(ours: Callable[[Model], None], theirs: Callable[[linopy.Model], None]) -> bool:
    both = zip(rows_of(ours), rows_of_linopy(theirs), strict=True)
    return all(np.array_equal(found, expected) for found, expected in both)


def figures(values: np.ndarray, axis: pd.Index) -> xr.DataArray:
    return xr.DataArray(values, coords={axis.name: axis}, dims=axis.name)


def test_a_rule_has_the_rows_of_linopys_own_arithmetic() -> None:
    """0.9·stock before + flow + moves to the role − moves from all ≥ pay·path + stock after."""

    def ours(m: Model) -> None:
        stock, flow, moves = (m.variables[name] for name in ("stock", "flow", "moves"))
        left = [
            Term(0.9, start_of_period(stock)),
            Term(1, flow),
            Term(1, moves, {"role": by("pair", TARGET)}),
            Term(-0.5, moves),
        ]
        right = [Term(by("role", PAY) * by("period", PATH)), Term(by("role", PAY), end_of_period(stock))]
        add_rows(m, "rule", (ROLES, PERIODS), left, ">=", right)

    def theirs(m: linopy.Model) -> None:
        stock, flow, moves = (m.variables[name] for name in ("stock", "flow", "moves"))
        end, start = (
            stock.isel(date=at).rename(date="period").assign_coords(period=PERIODS)
            for at in (slice(1, None), slice(0, -1))
        )
        into = xr.DataArray(
            (np.arange(3)[:, None] == TARGET).astype(float),
            coords={"role": ROLES, "pair": PAIRS},
            dims=("role", "pair"),
        )
        left = 0.9 * start + flow + (moves * into).sum("pair") - (0.5 * moves * (into * 0 + 1)).sum("pair")
        m.add_constraints(
            left >= figures(PAY, ROLES) * figures(PATH, PERIODS) + end * figures(PAY, ROLES), name="rule"
        )

    assert same_rows(ours, theirs)


def test_an_axis_that_the_rows_lack_is_summed_and_terms_of_one_variable_add_up() -> None:
    def ours(m: Model) -> None:
        flow = m.variables["flow"]
        by_period = [Term(by("role", PAY), flow), *times(-3, [Term(0.5, flow), Term(2.0)])]
        add_rows(m, "by period", (PERIODS,), by_period, "<=", [Term(by("period", PATH))])
        some = [Term(1, select(flow, role=[0, 2], period=-1))]
        add_rows(m, "in all", (), some, "=", [Term(7.0), Term(-2)])

    def theirs(m: linopy.Model) -> None:
        flow = m.variables["flow"]
        weighed = (flow * figures(PAY - 1.5, ROLES)).sum("role") - 6.0
        m.add_constraints(weighed <= figures(PATH, PERIODS), name="by period")
        some = flow.isel(role=[0, 2], period=-1, drop=True).sum()
        m.add_constraints(some == 5.0, name="in all")

    assert same_rows(ours, theirs)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_every_member_counts_once_in_its_group(group: list[int]) -> None:
    model, groups = Model(), pd.RangeIndex(6, name="group")
    members = model.add_variables("x", [pd.RangeIndex(len(group), name="member")])
    each = model.add_variables("y", [groups])
    weight = np.arange(1.0, len(group) + 1)
    counted = Term(by("member", weight), members, {"group": by("member", group)})
    add_rows(model, "rule", (groups,), [counted, Term(1, each)], "=")
    expected = np.zeros((6, len(group)))
    expected[group, np.arange(len(group))] = weight
    assert np.array_equal(model.matrices.A.toarray(), np.hstack([expected, np.eye(6)]))


@pytest.mark.parametrize("quarters", [0, 1, 3, 4, 9])
def test_before_the_first_quarter_there_is_nothing(quarters: int) -> None:
    flow = make_model().variables["flow"]
    then, now = lag(flow, quarters).values, flow.labels.values
    for period in range(len(PERIODS)):
        expected = now[:, period - quarters] if period >= quarters else -1
        assert (then[:, period] == expected).all()


def test_other_labels_or_lengths_are_not_joined_and_nothing_missing_is_taken() -> None:
    model = make_model()
    flow = model.variables["flow"]
    with pytest.raises(ValueError, match="'flow' and the rows have other labels along 'role'"):
        add_rows(model, "rule", (ROLES[::-1], PERIODS), [Term(1, flow)], "<=", [Term(1)])
    with pytest.raises(ValueError, match="axis 'role' has 3 places here and 2 there"):
        add_rows(model, "rule", (ROLES, PERIODS), [Term(by("role", PAY[:2]), flow)], "<=", [Term(1)])
    for wrong in (np.nan, np.inf):
        with pytest.raises(ValueError, match="missing or infinite"):
            add_rows(model, "rule", (ROLES, PERIODS), [Term(1, flow), Term(by("role", [1.0, wrong, 1.0]), flow)], "<=")
    assert not list(model.constraints)


PAY_OF_ROLES = Named("role", [1.0, 2.0, 3.0])
PEOPLE = Named(("period", "role"), np.arange(6.0).reshape(2, 3))


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="'role' has 3 places here and 2 there"):
        PAY_OF_ROLES * Named("role", [1.0, 2.0])
    for attempt in (lambda: PAY_OF_ROLES * np.ones(3), lambda: np.ones(3) * PAY_OF_ROLES):
        with pytest.raises(TypeError):
            attempt()
    with pytest.raises(ValueError, match="1 axes and 2 names"):
        Named(("role", "period"), [1.0])
    with pytest.raises(ValueError, match="no axis place among period, role"):
        PEOPLE.isel(place=0)


@pytest.mark.parametrize(
    ("places", "dims", "values"),
    [
        ({"role": 1}, ("period",), [1.0, 4.0]),
        ({"period": -1}, ("role",), [3.0, 4.0, 5.0]),
        ({"role": slice(1, None), "period": 0}, ("role",), [1.0, 2.0]),
        ({"role": np.array([True, False, True])}, ("period", "role"), [[0.0, 2.0], [3.0, 5.0]]),
        ({"period": Named("step", [1, 1, 0])}, ("step", "role"), [[3.0, 4.0, 5.0]] * 2 + [[0.0, 1.0, 2.0]]),
    ],
)
def test_a_part_is_taken_by_axis(places: dict[str, object], dims: tuple[str, ...], values: list[object]) -> None:
    part = PEOPLE.isel(places)
    assert (part.dims, part.values.tolist()) == (dims, values)
    assert PEOPLE.isel(**places).values.tolist() == values


