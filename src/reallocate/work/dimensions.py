"""Department, site and country of a role: their names, and how a role's id and a promise write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

DIMENSIONS = {"department": "department", "site": "location", "country": "country"}
"""A dimension as readers name it, and the column of a role that holds it."""
OF_COLUMN = {column: name for name, column in DIMENSIONS.items()}
MARKS = {"department": "/", "location": "@", "country": "~"}
"""What stands before a dimension in the id of a role."""
OTHER = "other"
"""In place of a department, site or country where people of several small groups are planned together."""
NOT_GIVEN = "not given"


def column_of(name: str) -> str:
    """The column of a dimension; empty where there is none of the name.

    name : as a user writes it; `location` is another word for site
    """
    word = plain(name)
    return word if word in OF_COLUMN else DIMENSIONS.get(word, "")


def named_dimension(name: str) -> tuple[str, str] | None:
    """Column and value that a name such as `site=Hamburg` stands for; none where it names a role.

    name : of whom a promise is made to
    """
    word, equals, value = name.partition("=")
    column = column_of(word)
    return (column, value.strip()) if equals and column and value.strip() else None


def columns_named(names: Iterable[str]) -> tuple[str, ...]:
    """The columns of all dimensions that names stand for, in the order of `DIMENSIONS`."""
    found = {named[0] for name in names if (named := named_dimension(name))}
    return tuple(column for column in OF_COLUMN if column in found)


def plain(text: str) -> str:
    """A text without case and further spaces: what it is compared by."""
    return " ".join(text.casefold().split())


def marks_of(roles: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """What an id says of each role's dimensions; (role), empty where no columns are named.

    roles : (role) with the columns
    """
    marks = pd.Series("", index=roles.index, dtype=object)
    for column in columns:
        written = roles[column].astype(str).map(plain)
        marks = marks + (MARKS[column] + written).where(written.ne(""), "")
    return marks


def titles_apart(roles: pd.DataFrame) -> pd.Series:
    """Titles of roles, each with the department, site and country that its id is told apart by; (role).

    roles : (role) title, and the columns of dimensions where the firm has them
    """
    columns = [column for column in MARKS if column in roles]
    places = [
        [
            text
            for column in columns
            if (text := str(row[column])) and MARKS[column] + plain(text) in str(role)
        ]
        for role, row in roles.iterrows()
    ]
    words = [f" ({', '.join(one)})" if one else "" for one in places]
    return roles["title"].astype(object) + pd.Series(words, index=roles.index, dtype=object)
