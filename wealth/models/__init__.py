"""What a client declares to own, to owe, to earn and to spend."""

from wealth.models.assets import DeclaredAsset, Property
from wealth.models.budget import Expense, Income
from wealth.models.debts import Debt
from wealth.models.declared import DeclaredQuerySet
