"""Who works in the demo firm, and the one public password of their logins."""

from typing import NamedTuple

from django.contrib.auth.models import Group
from django.http import HttpRequest

from users.models import User

PASSWORD = "demo"  # noqa: S105 - public on purpose: these logins exist under DEMO only


class Colleague(NamedTuple):
    username: str
    first_name: str
    last_name: str
    profile: str


ADVISERS = (
    Colleague("vasseur", "Claire", "Vasseur", "Conseiller"),
    Colleague("tessier", "Marc", "Tessier", "Conseiller"),
    Colleague("hadjadj", "Samia", "Hadjadj", "Conseiller"),
)
ASSISTANTS = (
    Colleague("faure", "Julie", "Faure", "Assistant"),
    Colleague("morvan", "Gildas", "Morvan", "Assistant"),
)
JUNIOR = Colleague("perrin", "Lucas", "Perrin", "Conseiller junior")
MANAGER = Colleague("manager", "Édith", "Ravanel", "Manager")
ADMINISTRATOR = Colleague("administrateur", "Bruno", "Sarrazin", "Administrateur")
COLLEAGUES = (*ADVISERS, *ASSISTANTS, JUNIOR, MANAGER, ADMINISTRATOR)


def hire() -> dict[str, User]:
    """Make everybody's login; return them by identifier."""
    return {colleague.username: _hire(colleague) for colleague in COLLEAGUES}


def _hire(colleague: Colleague) -> User:
    user = User.objects.create_user(
        colleague.username,
        f"{colleague.username}@example.org",
        PASSWORD,
        first_name=colleague.first_name,
        last_name=colleague.last_name,
        is_staff=colleague is ADMINISTRATOR,
        is_demo=True,
    )
    user.groups.add(Group.objects.get(name=colleague.profile))
    return user


def logins() -> list[dict[str, str]]:
    """Return what the login page and the terminal show."""
    return [
        {
            "username": colleague.username,
            "password": PASSWORD,
            "profile": f"{colleague.profile}, {colleague.first_name} {colleague.last_name}",
        }
        for colleague in COLLEAGUES
    ]


def demo_logins(_request: HttpRequest) -> dict[str, object]:
    """Give templates the logins, which are made where they are drawn."""
    return {"demo_logins": logins}
