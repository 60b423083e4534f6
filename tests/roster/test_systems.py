"""Exports of five systems are known by their headers, and a header means one thing in one system."""

from __future__ import annotations

import pytest

from reallocate.roster.file.headers import plain, recognised, systems
from reallocate.roster.file.people_columns import COLUMNS, find_places

HEADS = {
    "Workday": "Employee ID,Worker,Worker Type,Business Title,Job Profile,Supervisory Organization,FTE %",
    "SAP SuccessFactors": "User ID,Job Title,Job Classification,Employee Class,Annualized Salary,Pay Grade",
    "Oracle HCM": "Person Number,Assignment Status,Assignment Name,Legal Employer,Salary Basis,Grade Name",
    "BambooHR": "Employee #,Status,Employment Status,Job Title,Pay Rate,Pay Type,Paid Per",
    "Personio": "Personalnummer,Position,Abteilung,Standort,Wochenstunden,Fixgehalt,Gehaltsintervall",
}
WHERE_IT_STANDS = {
    "Workday": {"title": 3, "job_profile": 4, "department": 5, "fte": 6},
    "SAP SuccessFactors": {"title": 1, "job_profile": 2, "worker_type": 3, "base": 4, "level": 5},
    "Oracle HCM": {"id": 0, "status": 1, "title": 2, "pay_period": 4, "level": 5},
    "BambooHR": {"status": 1, "worker_type": 2, "title": 3, "base": 4, "pay_period": 6},
    "Personio": {"title": 1, "department": 2, "location": 3, "hours": 4, "base": 5, "pay_period": 6},
}


@pytest.mark.parametrize("name", HEADS)
def test_a_system_is_known_by_its_headers_and_its_columns_are_found(name: str) -> None:
    heads = HEADS[name].split(",")
    found = find_places(heads, "a.csv row 1", {})
    assert found.source.system is not None and found.source.system.name == name
    assert {ours: found.known[ours] for ours in WHERE_IT_STANDS[name]} == WHERE_IT_STANDS[name]
    assert f"Read as an export of {name}" in found.source.text


def test_one_header_or_two_systems_at_once_name_no_system() -> None:
    assert recognised(["Worker Type", "Title"]).system is None
    assert recognised(["Worker Type", "Business Title", "Person Number", "Legal Employer"]).system is None


def test_every_column_is_ours_and_no_mark_belongs_to_two_systems() -> None:
    assert {ours for system in systems() for ours in system.columns} <= COLUMNS.keys()
    marks = [mark for system in systems() for mark in system.marks]
    assert len(marks) == len(set(marks)) and all(mark == plain(mark) for mark in marks)


def test_where_there_is_no_title_the_job_profile_is_the_title() -> None:
    assert find_places(["Employee ID", "Job Profile", "Job Family"], "a.csv row 1", {}).known["title"] == 1
