"""What must hold of a graph of moves, checked all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.errors import Problem, nearest

END_COLUMNS = ("origin", "target")
NUMBERS = ("odds", "weeks", "prepare_cost", "search_cost")
WEEKS_PER_YEAR = 52.0
LONGEST_WEEKS = 2 * WEEKS_PER_YEAR
SHOWN = 5


def refuse(problems: Iterable[Problem]) -> None:
    """Raise `ValueError` with all problems, if there are any.

    problems : what was found
    """
    said = [str(problem) for problem in problems]
    if said:
        raise ValueError("\n".join(said))


def pay_problems(occupations: pd.Index, pays: Mapping[str, pd.Series[float]]) -> list[Problem]:
    """What does not hold of the labels and of pay.

    occupations : (occupation) labels
    pays : by name, each (occupation) [USD/year]
    """
    problems = []
    if not len(occupations):
        problems.append(Problem("there are no occupations", where="graph of moves"))
    if occupations.has_duplicates:
        twice = _shown(occupations[occupations.duplicated()].unique())
        problems.append(Problem(f"occupations stand more than once: {twice}", where="graph of moves"))
    for name, pay in pays.items():
        if not pay.index.equals(occupations):
            problems.append(Problem(f"{name} is not given under the occupations' labels, in their order"))
        unfit = ~np.isfinite(pay.to_numpy(float)) | (pay.to_numpy(float) <= 0)
        if unfit.any():
            problems.append(
                Problem(
                    f"{name} is missing, infinite or not above 0 for {_shown(pay.index[unfit])}",
                    why="Missing pay is not zero pay.",
                    remedy="Leave such occupations out or fill their pay and say so.",
                )
            )
    return problems


def column_problems(moves: pd.DataFrame, ends: tuple[str, ...] = END_COLUMNS) -> list[Problem]:
    """Columns that the moves lack.

    moves : (move)
    ends : the columns that name occupations
    """
    lacking = [column for column in (*ends, *NUMBERS) if column not in moves.columns]
    return [Problem(f"moves lack the columns {', '.join(lacking)}")] if lacking else []


def unknown_numbers(names: Iterable[str]) -> list[Problem]:
    """Names that are no number of a move.

    names : what was given
    """
    return [
        Problem(f"a move has no number {name!r}", nearest=nearest(name, NUMBERS))
        for name in sorted(set(names) - set(NUMBERS))
    ]


def end_problems(
    moves: pd.DataFrame, occupations: pd.Index, ends: tuple[str, ...] = END_COLUMNS
) -> list[Problem]:
    """Moves that start or end nowhere, go round, or stand twice.

    moves : (move)
    occupations : (occupation) labels
    ends : the columns that name occupations
    """
    problems = []
    for end in ends:
        unknown = moves.loc[~moves[end].isin(occupations), end].unique()
        if len(unknown):
            close = nearest(str(unknown[0]), [str(label) for label in occupations])
            problems.append(Problem(f"{end}s that are no occupation here: {_shown(unknown)}", nearest=close))
    if ends == END_COLUMNS:
        round_about = moves["origin"] == moves["target"]
        if round_about.any():
            problems.append(Problem(f"moves end where they start: {_named(moves, round_about, ends)}"))
    twice = moves.duplicated(list(ends))
    if twice.any():
        problems.append(Problem(f"moves stand more than once: {_named(moves, twice, ends)}"))
    return problems


def number_problems(moves: pd.DataFrame, ends: tuple[str, ...] = END_COLUMNS) -> list[Problem]:
    """Numbers of moves that are missing or out of range.

    moves : (move) odds [probability/year], weeks [weeks], prepare_cost, search_cost [USD]
    ends : the columns that name occupations
    """
    problems = []
    for name in NUMBERS:
        values = moves[name].to_numpy(float)
        if name == "weeks" and (long := np.isfinite(values) & (values > LONGEST_WEEKS)).any():
            problems.append(
                Problem(
                    f"training takes more than {LONGEST_WEEKS:.0f} weeks for {_named(moves, long, ends)}",
                    why="Preparation is followed for two years.",
                    remedy="Leave these moves out and say so.",
                )
            )
        unfit = ~np.isfinite(values) | (values < 0)
        if name == "odds":
            unfit |= values > 1
        if unfit.any():
            most = " or above 1" if name == "odds" else ""
            problems.append(
                Problem(f"{name} is missing, infinite, below 0{most} for {_named(moves, unfit, ends)}")
            )
    return problems


def _named(
    moves: pd.DataFrame, chosen: npt.NDArray[np.bool_] | pd.Series[bool], ends: tuple[str, ...]
) -> str:
    """The chosen moves in words."""
    pairs = moves.loc[np.asarray(chosen), list(ends)].astype(str).agg(" → ".join, axis=1)
    return _shown(pairs)


def _shown(labels: Iterable[object]) -> str:
    said = [str(label) for label in labels]
    return ", ".join(said[:SHOWN]) + (f" and {len(said) - SHOWN} more" if len(said) > SHOWN else "")
