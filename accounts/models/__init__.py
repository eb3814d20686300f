"""What clients hold, where, by what right, and what it was worth."""

from accounts.models.account import Account, FormerNumber, Ownership
from accounts.models.product import Custodian, Product
from accounts.models.valuation import Holding, Valuation, newest_valuations
