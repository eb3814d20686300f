"""How sure it is that two descriptions are of one client, and what such two have in common.

Adding, Doublons, alerts and the night share it. No Django here.
"""

from contacts.scoring.descriptions import Description, called_by, short_firsts
from contacts.scoring.keys import RULES, keys
from contacts.scoring.scores import (
    LISTED,
    POINTS,
    POSSIBLE,
    Reason,
    Score,
    choose,
    listed,
    score,
)
