"""A role that is told apart by a place has the place in its title."""

from __future__ import annotations

import pandas as pd

from reallocate.work.firm import titles_apart


def test_only_what_the_id_tells_apart_is_in_the_title() -> None:
    roles = pd.DataFrame(
        {"title": ["Clerks", "Clerks", "Nurses"], "department": ["Claims", "", "Care"], "location": ["New  York", "Omaha", "Omaha"]},
        index=["43-9061/claims@new york", "43-9061@omaha", "29-1141"],
    )
    assert titles_apart(roles).to_list() == ["Clerks (Claims, New  York)", "Clerks (Omaha)", "Nurses"]
    assert titles_apart(roles[["title"]]).to_list() == ["Clerks", "Clerks", "Nurses"]
