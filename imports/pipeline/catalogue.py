"""The firm's custodians and products as a file names them; new ones wait until a contract stays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from accounts.models import Custodian, Product
from imports.records import Code
from persistence import staging_tables


class Named(NamedTuple):
    """How a line names its product; what it leaves blank is ''."""

    custodian_code: str
    custodian_name: str
    product_code: str
    product_name: str


class Refused(Exception):
    """A line whose custodian, product or amounts cannot be told for certain."""

    def __init__(self, code: Code, column: str) -> None:
        super().__init__(code, column)
        self.code = code
        self.column = column


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").split())


@dataclass
class Catalogue:
    custodians: dict[str, Custodian] = field(default_factory=dict)
    named_custodians: dict[str, Custodian] = field(default_factory=dict)
    # Keyed by the custodian's code first.
    products: dict[tuple[str, str], Product] = field(default_factory=dict)
    named_products: dict[tuple[str, str], list[Product]] = field(default_factory=dict)
    # Else a code or a name alone is enough, whatever stands beside it.
    has_agreed_codes: bool = True

    @classmethod
    def known(cls, *, has_agreed_codes: bool = True) -> "Catalogue":
        catalogue = cls(has_agreed_codes=has_agreed_codes)
        for product in Product.objects.select_related("custodian").order_by("pk"):
            catalogue._keep_product(product)
        for custodian in Custodian.objects.order_by("pk"):
            catalogue._keep_custodian(custodian)
        return catalogue

    def _keep_custodian(self, custodian: Custodian) -> Custodian:
        self.named_custodians[_plain(custodian.name)] = custodian
        return self.custodians.setdefault(custodian.code, custodian)

    def _keep_product(self, product: Product) -> Product:
        code = product.custodian.code
        self.named_products.setdefault((code, _plain(product.name)), []).append(product)
        return self.products.setdefault((code, product.code), product)

    def product(self, line: Named) -> Product:
        custodian = self.custodian(line)
        code, name = line.product_code, line.product_name
        known = self.products.get((custodian.code, code))
        named = self.named_products.get((custodian.code, _plain(name)), [])
        if not (code and self.has_agreed_codes):
            known = known or (named[0] if len(named) == 1 else None)
        elif name and (named or known) and known not in named:
            raise Refused(Code.R_PRODUCT, "product_code")
        if known:
            return known
        if not (code and name):
            raise Refused(Code.R_PRODUCT, "product_name" if code else "product_code")
        return self._keep_product(Product(custodian=custodian, code=code, name=name))

    def custodian(self, line: Named) -> Custodian:
        code, name = line.custodian_code, line.custodian_name
        known, named = self.custodians.get(code), self.named_custodians.get(_plain(name))
        if not (code and self.has_agreed_codes):
            known = known or named
        elif name and known is not named:
            raise Refused(Code.R_CUSTODIAN, "custodian_code")
        if known:
            return known
        if not (code and name):
            raise Refused(Code.R_CUSTODIAN, "custodian_name" if code else "custodian_code")
        return self._keep_custodian(Custodian(code=code, name=name))


def save(products: Iterable[Product]) -> tuple[list[Custodian], list[Product]]:
    """Insert the new ones among these products, their new custodians first; return these."""
    new = sorted(
        {id(product): product for product in products if not product.pk}.values(),
        key=lambda product: (product.custodian.code, product.code),
    )
    owners = {id(product.custodian): product.custodian for product in new}
    custodians = [custodian for custodian in owners.values() if not custodian.pk]
    Custodian.objects.bulk_create(custodians)
    for product in new:
        product.custodian = product.custodian  # takes over the key that was just given
    Product.objects.bulk_create(new)
    return custodians, new


def put_down_known(products: Sequence[Product]) -> None:
    """Put the keys of the products that the house has beside their places in the file."""
    known = [(local, product.pk) for local, product in enumerate(products) if product.pk]
    staging_tables.create("night_known_product", {"local": "integer", "product": "bigint"})
    staging_tables.fill("night_known_product", ("local", "product"), known)
