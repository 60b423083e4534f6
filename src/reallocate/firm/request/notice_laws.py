"""Laws on notice: the days before an exit that each jurisdiction asks for, with source and date.

When notice is due is `notice_due` in firm/council/model.py. What pay in the notice period costs is
`notice_pay` in firm/model/people_costs.py, from days that `promises.notice_of` ties to these laws.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Jurisdiction:
    """The notice that a law asks for.

    name : in words
    notice_days : [days]
    threshold : [exits] the fewest within 30 days for which notice may be asked
    applies : to which firms and cuts; whether it does is for the firm to say
    date : as of which the law was read
    beside : what else it asks for, which is not counted here
    """

    name: str
    notice_days: float
    threshold: float
    applies: str
    source: str
    date: str
    beside: str = ""


JURISDICTIONS = {
    "US": Jurisdiction(
        "US, federal",
        60.0,
        50.0,
        "from 100 people; 50 exits at a site that closes, 500 or a third of 50 to 499, within 30 days",
        "Worker Adjustment and Retraining Notification Act, 29 U.S.C. 2101-2109",
        "in force since 1989-02-04",
    ),
    "US-NJ": Jurisdiction(
        "US, New Jersey",
        90.0,
        50.0,
        "from 100 people; 50 exits at sites in the state within 30 days",
        "Millville Dallas Airmotive Plant Job Loss Notification Act, N.J.S.A. 34:21-1 to 34:21-7",
        "as amended, in force since 2023-04-10",
        "severance of a week's pay for each year of service",
    ),
}
