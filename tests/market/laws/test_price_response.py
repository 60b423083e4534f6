"""What is bought at another price, by hand, at its limits and in its direction."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.market.laws.input_output import price_response


def test_purchases_by_price() -> None:
    prices = np.array([0.5, 1.0, 2.0])
    assert price_response(prices, 1.0) == pytest.approx([2.0, 1.0, 0.5])
    assert price_response(prices, 2.0) == pytest.approx([4.0, 1.0, 0.25])
    assert (price_response(prices, 0.0) == 1.0).all()
