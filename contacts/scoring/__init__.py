"""How sure it is that two descriptions are of one client, and what such two have in common.

Adding, Doublons, alerts and the night share it. No Django here.
"""

from contacts.scoring.descriptions import Description, Numbers, called_by, short_firsts
from contacts.scoring.keys import RULES, keys
from contacts.scoring.scores import (
    LISTED,
    POINTS,
    POSSIBLE,
    VETO_CAP,
    VETOES,
    Reason,
    Score,
    choose,
    listed,
    score,
)

__all__ = [
    "LISTED",
    "POINTS",
    "POSSIBLE",
    "RULES",
    "VETOES",
    "VETO_CAP",
    "Description",
    "Numbers",
    "Reason",
    "Score",
    "called_by",
    "choose",
    "keys",
    "listed",
    "score",
    "short_firsts",
]
