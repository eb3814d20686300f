"""Contacts as rows. Importing the grant table here makes it part of the app."""

from contacts.models.category import Category
from contacts.models.contact import Contact, ContactFigures, ContactKeyword, ContactSearch
from contacts.models.coordinates import Email, PostalAddress, Telephone
from contacts.models.details import OrganisationDetails, PersonDetails
from contacts.models.keyword import Keyword, ListValue
from contacts.visibility import PrivateFolderGrant

__all__ = [
    "Category",
    "Contact",
    "ContactFigures",
    "ContactKeyword",
    "ContactSearch",
    "Email",
    "Keyword",
    "ListValue",
    "OrganisationDetails",
    "PersonDetails",
    "PostalAddress",
    "PrivateFolderGrant",
    "Telephone",
]
