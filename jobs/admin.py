"""The queue is no page of the administration: a task's row tells who asked for what."""

from django.contrib import admin
from django_tasks_db import admin as _queue  # noqa: F401 - which registers it
from django_tasks_db.models import DBTaskResult

admin.site.unregister(DBTaskResult)
