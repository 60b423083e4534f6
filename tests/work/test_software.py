"""Software around a model: a market pays for it by the token, a firm's plan by the hour."""

from __future__ import annotations

import pytest

from reallocate.kernel.parameters import Parameters
from reallocate.work.time_saved import software_per_million_tokens


def test_a_plan_s_hourly_price_is_the_market_s_at_the_tokens_of_today() -> None:
    p = Parameters.default()
    by_token = software_per_million_tokens(p)
    assert by_token == pytest.approx(3.15)
    assert p["software_per_augmented_hour"] == pytest.approx(1.2 * by_token)
    assert p["software_per_automated_hour"] == pytest.approx(1.8 * by_token)
