"""What alerts add to contacts."""

from alerts.actions.merging import plan_lines, plan_links, plan_suggestions
from alerts.actions.reopening import put_back_accounts, put_back_clients
from alerts.queries.decisions import ACCOUNTS, CLIENTS
from alerts.queries.deletion import consequences
from contacts.enums import ChangeKind
from contacts.extensions import ContactExtension
from contacts.merge_policy import Planned, Stay

_TOGETHER = Stay("planned with the other keys of its table")

EXTENSION = ContactExtension(
    merge_policies={
        "alerts.PartnerLink.contact": Planned(planner=plan_links),
        "alerts.PartnerLink.second_contact": _TOGETHER,
        "alerts.DetectedClient.contact": _TOGETHER,
        "alerts.DetectedClient.second_contact": _TOGETHER,
        "alerts.DetectedClient.best_contact": Planned(planner=plan_lines),
        "alerts.DetectedClient.second_best_contact": _TOGETHER,
        "alerts.DetectedAccount.owner": _TOGETHER,
        "alerts.DetectedAccount.second_owner": _TOGETHER,
        "alerts.Suggestion.contact": Planned(planner=plan_suggestions),
    },
    consequences=consequences,
    changes={ChangeKind.CLIENT_DECISION: CLIENTS, ChangeKind.ACCOUNT_DECISION: ACCOUNTS},
    undos={
        ChangeKind.CLIENT_DECISION: put_back_clients,
        ChangeKind.ACCOUNT_DECISION: put_back_accounts,
    },
)
