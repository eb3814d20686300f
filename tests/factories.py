"""People and companies of the tests, made by the action that the screens call.

`PersonFactory(by=adviser, last_name="Moreau", is_private=True, birth_date=…)`: what belongs to the
contact and to its details stands side by side. `by` leads what it makes, as in the product.
"""

import factory

from contacts.actions.contacts import create
from contacts.models import Category, Contact, OrganisationDetails, PersonDetails


class ContactFactory(factory.Factory):
    class Meta:
        model = Contact
        abstract = True

    @classmethod
    def _create(cls, model_class, *_args, by, **values):
        own = {field.name for field in cls._details._meta.concrete_fields}
        about = {name: values.pop(name) for name in own & values.keys()}
        return create(contact=model_class(**values), details=cls._details(**about), by=by)


class PersonFactory(ContactFactory):
    _details = PersonDetails

    category = factory.LazyFunction(lambda: Category.objects.get(name="Clients"))
    last_name = "Moreau"


class CompanyFactory(ContactFactory):
    _details = OrganisationDetails

    category = factory.LazyFunction(lambda: Category.objects.get(name="Sociétés"))
    legal_name = "Chais Moreau SAS"
