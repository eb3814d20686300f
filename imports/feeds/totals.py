"""How a line reads that is no record: a total, a footer."""

import re

# How one of its cells begins.
WORDS = re.compile(
    r"\W*(?:(?:sous[ -]?)?tota(?:l|ux)\b|nombre\s+(?:total\s+)?d|fin\s+d[eu]\b|fin\W*$"
    r"|[ée]dit[ée]e?\s+le\b|page\s+\d|end\s+of\s+file\b|eof\b)",
    re.IGNORECASE,
)
# What may stand beside it: figures, and what they count.
_LONGEST = 100
_FIGURES = re.compile(
    r"[\d\s.,:;/€%*=_()'’-]*(?:EUR|euros?|lignes?|contrats?|comptes?|clients?|contacts?|titres?"
    r"|enregistrements?|portefeuilles?)?\W*",
    re.IGNORECASE,
)


def are_figures(cell: str) -> bool:
    return len(cell) <= _LONGEST and bool(_FIGURES.fullmatch(cell))
