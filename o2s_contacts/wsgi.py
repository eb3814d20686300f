import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "o2s_contacts.settings")
application = get_wsgi_application()

from o2s_contacts.demo_base import refuse_to_serve_it  # noqa: E402 - apps are ready only now

refuse_to_serve_it()
