"""Contacts as rows. Importing the grant table here makes it part of the app."""

from contacts.models.category import Category
from contacts.models.change import Change, ChangeStep, ChangeSubject
from contacts.models.contact import Contact, ContactFigures, ContactKeyword, ContactSearch
from contacts.models.coordinates import Email, PostalAddress, Telephone
from contacts.models.details import OrganisationDetails, PersonDetails
from contacts.models.duplicates import DuplicatePair, MatchFingerprint, MatchingKey, NotDuplicates
from contacts.models.follow_up import FollowUp
from contacts.models.keyword import Keyword, ListValue
from contacts.models.list_columns import ListColumns
from contacts.models.lost_sight import LostSight
from contacts.models.orphan import OrphanAssignment
from contacts.models.relationship import RelatedPerson, Relationship
from contacts.models.visit import Visit
from contacts.visibility import PrivateFolderGrant
