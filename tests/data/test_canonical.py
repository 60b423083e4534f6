"""The content's hash depends on the figures alone."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
import pytest

from reallocate.data.bundle import conform, content_hash


def loss(share: float = 0.0125, note: str = "a") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "year": [2018, 2017],
            "employment_published": [10.0, np.nan],
            "employment_lost_share": [share, 0.0],
            "employment_divided_share": [0.0, -0.0],
            "note": [note, None],
        }
    )


def test_the_text_that_is_hashed_is_the_documented_one() -> None:
    text = (
        "year\temployment_published\temployment_lost_share\temployment_divided_share\tnote\n"
        "2017\t\t0\t0\t\n"
        "2018\t10\t12500\t0\ta\\tb\\\\\n"
    )
    shaped = conform("history_loss", loss(note="a\tb\\"))
    assert content_hash("history_loss", shaped) == hashlib.sha256(text.encode()).hexdigest()


def test_row_order_and_digits_beyond_those_kept_do_not_matter() -> None:
    first = content_hash("history_loss", conform("history_loss", loss()))
    turned = content_hash("history_loss", conform("history_loss", loss(0.01250000001).iloc[::-1]))
    assert first == turned


@pytest.mark.parametrize("changed", [loss(0.012501), loss(note="b"), loss().fillna({"employment_published": 0.0})])
def test_any_change_of_a_figure_does(changed: pd.DataFrame) -> None:
    first = content_hash("history_loss", conform("history_loss", loss()))
    assert first != content_hash("history_loss", conform("history_loss", changed))
