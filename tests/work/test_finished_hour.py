"""The price of a finished hour against the published advantages."""

import pytest

from reallocate.work.time_saved import advantage, augmented_cost, automated_cost

HUMAN, REVIEW, COMPUTE = 361.0, 86.0 / 361.0, 0.76


@pytest.mark.parametrize(("good", "published"), [(0.39, 1.18), (0.709, 1.88), (0.83, 2.44)])
def test_advantage_is_the_published_one(good: float, published: float) -> None:
    assert advantage(HUMAN, good, REVIEW, COMPUTE) == pytest.approx(published, abs=0.005)


def test_automation_beats_augmentation_only_above_review_and_saving() -> None:
    saving, review = 0.2, 0.24
    for good in (0.3, 0.43, 0.45, 0.9):
        automated = automated_cost(100.0, good, review, 0.0)
        assert (automated < augmented_cost(100.0, saving, 0.0)) == (good > review + saving)
