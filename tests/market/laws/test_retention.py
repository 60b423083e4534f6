"""E7: the weight of one's own occupation."""

from __future__ import annotations

import pytest

from reallocate.kernel.errors import InputError
from reallocate.market.laws.retention import retention


def test_retention_is_the_published_figure() -> None:
    assert retention(6.75) == pytest.approx(0.5502916755953751, abs=1e-15)
    assert retention(15.0) > 0.0
    with pytest.raises(InputError, match="too long"):
        retention(16.0)
