"""A file that somebody sent: what it would bring is shown to them first, and it does just that.

It is read with their eyes (`imports.pipeline.known`, `alerts.actions.senders`), the night's files
with the firm's: its sender chose every line, and would learn from what becomes of each whose
private folder there is.
"""

from imports.enums import Doubt, State
from imports.models import ImportRun
from imports.pipeline.suspension import Suspended, doubt

_TOLD = ("new_accounts", "valuations", "clients", "custodians", "products")


def require_what_was_told(run: ImportRun) -> None:
    """Suspend a file that nobody looked at, and one that no longer brings what they were told."""
    known = run.counts["accounts"] - run.counts["new_accounts"]
    was, run.told = run.told, {"known": known} | {name: run.counts[name] for name in _TOLD}
    if run.state != State.CONFIRMED:
        odd = doubt(run)
        raise Suspended(Doubt.ASKED, **({"also": odd.doubt, **odd.figures} if odd else {}))
    if run.told != was:
        raise Suspended(Doubt.CHANGED, was=was)
