"""Leontief's rounds of suppliers: by hand, as a sum of rounds, and nothing bought."""

from __future__ import annotations

import numpy as np

from reallocate.market.laws.input_output import leontief_output


def test_rounds_of_suppliers_by_hand_and_as_their_sum() -> None:
    inputs = np.array([[0.0, 0.5], [0.2, 0.0]])
    np.testing.assert_allclose(leontief_output(inputs, np.eye(2)), np.array([[1.0, 0.5], [0.2, 1.0]]) / 0.9)
    inputs = np.array([[0.1, 0.3], [0.2, 0.1]])
    rounds = sum(np.linalg.matrix_power(inputs, power) for power in range(80))
    np.testing.assert_allclose(leontief_output(inputs, np.eye(2)), rounds)
    np.testing.assert_array_equal(leontief_output(np.zeros((3, 3)), np.eye(3)), np.eye(3))
