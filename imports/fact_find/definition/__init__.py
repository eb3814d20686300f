"""What each form asks, as data. A change here is a new version: the old one stays readable."""

from imports.fact_find.definition.organisation import ORGANISATION
from imports.fact_find.definition.person import PERSON

FORMS = (PERSON, ORGANISATION)
