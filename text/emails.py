"""E-mail addresses as the house keeps them: `parse("Marie.Le-Goff@example.fr ")`."""

from email_validator import EmailNotValidError, validate_email

from text.normalise import stored_text


class NotAnEmailError(ValueError):
    """The text is no e-mail address."""


def parse(text: str) -> str:
    """Return an address as it is stored; `NotAnEmailError` for what is none."""
    address = "".join(stored_text(text).split())
    try:
        # Without asking the network, and with the names that only a firm's own network knows.
        found = validate_email(
            address, check_deliverability=False, globally_deliverable=False, strict=True
        )
    except EmailNotValidError as wrong:
        raise NotAnEmailError from wrong
    if "." not in found.domain:
        raise NotAnEmailError
    return str(found.normalized)
