"""Every row of every table, without the keys and moments that a second try draws anew."""

from collections import Counter
from hashlib import sha256

from django.apps import apps
from django.db import models

# Sessions are people's; what a run remembers of keys is a range of keys.
LEFT_OUT = {"sessions.Session", "axes.AccessAttempt", "axes.AccessLog", "axes.AccessFailureLog"}
KEYS_ONLY = {("imports.ImportRun", "detected")}


class Tables:
    def __init__(self, firm):
        self.rows = {}
        self.named = {}
        self.models = [
            model
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed and not model._meta.proxy and model._meta.label not in LEFT_OUT
        ]
        for model in self.models:
            fields = model._meta.concrete_fields
            rows = firm.rows(model._meta.db_table, [one.column for one in fields])
            key = [one.column for one in fields].index(model._meta.pk.column)
            self.rows[model] = {row[key]: row for row in rows}

    def content(self):
        """Return how often each row is in each table, rows referred to by what they hold."""
        return {
            model._meta.label: Counter(self.described(model, key) for key in self.rows[model])
            for model in self.models
        }

    def described(self, model, key):
        row = self.rows[model][key]
        fields = model._meta.concrete_fields
        told = (self.told(model, one, value) for one, value in zip(fields, row, strict=True))
        return "; ".join(one for one in told if one)

    def told(self, model, field, value):
        label = model._meta.label
        target = field.related_model
        if target is None and field.name == "id":
            target = getattr(model, "instance_type", None)
        if isinstance(field, models.DateTimeField) or (label, field.name) in KEYS_ONLY:
            return f"{field.name}={value is not None}"
        if target is not None and value is not None:
            return f"{field.name}={self.name_of(target._meta.concrete_model, value)}"
        return "" if field.primary_key else f"{field.name}={value}"

    def name_of(self, model, key):
        if (model, key) not in self.named:
            known = model in self.rows and key in self.rows[model]
            told = self.described(model, key) if known else f"gone {key}"
            self.named[model, key] = f"{model._meta.label}:{sha256(told.encode()).hexdigest()[:12]}"
        return self.named[model, key]


def content(firm):
    return Tables(firm).content()


def differences(found, expected):
    """Return what one firm has more, and what it has less, table by table."""
    return {
        table: (dict(found[table] - rows), dict(rows - found[table]))
        for table, rows in expected.items()
        if found[table] != rows
    }
