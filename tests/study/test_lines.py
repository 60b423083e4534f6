"""Every key's line is found, whatever stands around it."""

from __future__ import annotations

from reallocate.kernel.faults import line_numbers, line_of

TEXT = '''\
name = "x" # [not a table]
list = [
  "a = 1",
  ["b"],
]
[levers]   # a remark
ai = true
[[past]]
year = 2020
[past.evidence]
year = { grade = "A", source = "=[" }
[[past]]
"year" = 2021
text = """
fake = 1
[fake]
"""
a.b = 2
'''


def test_every_key_has_its_line_or_that_of_the_part_around_it() -> None:
    found = line_numbers(TEXT)
    assert found == {
        ("name",): 1,
        ("list",): 2,
        ("levers",): 6,
        ("levers", "ai"): 7,
        ("past", 0): 8,
        ("past", 0, "year"): 9,
        ("past", 0, "evidence"): 10,
        ("past", 0, "evidence", "year"): 11,
        ("past", 1): 12,
        ("past", 1, "year"): 13,
        ("past", 1, "text"): 14,
        ("past", 1, "a", "b"): 18,
    }
    found = line_numbers(TEXT)
    assert line_of(("past", 0, "evidence", "year", "grade"), found) == 11
    assert line_of(("past", 1, "capex"), found) == 12
    assert line_of(("nothing",), found) is None
