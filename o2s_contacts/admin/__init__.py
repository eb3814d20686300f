"""What the administration shows of users and profiles, which stand above every app's rights."""

from django.contrib import admin
from django.contrib.auth.models import Group

from o2s_contacts.admin.profiles import ProfileAdmin
from o2s_contacts.admin.users import AccountEventAdmin, PersonAdmin
from users.models import AccountEvent, Profile, User

# A profile is a group under the firm's name for it: one page is enough.
admin.site.unregister(Group)
admin.site.register(Profile, ProfileAdmin)
admin.site.register(User, PersonAdmin)
admin.site.register(AccountEvent, AccountEventAdmin)
