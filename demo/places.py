"""Towns, by the sub-category their clients belong to ("" where there is none)."""

from typing import NamedTuple


class Town(NamedTuple):
    post_code: str
    name: str
    # Landlines that the regulator keeps for fiction, one range for each part of the country.
    dial: str


PARIS, WEST, EAST = "019900", "026191", "035301"
SOUTH_EAST, SOUTH_WEST = "046571", "053649"
MOBILE = "063998"

TOWNS: dict[str, tuple[Town, ...]] = {
    "Île-de-France": (
        Town("75011", "Paris 11e", PARIS),
        Town("75016", "Paris 16e", PARIS),
        Town("78000", "Versailles", PARIS),
        Town("92330", "Sceaux", PARIS),
        Town("94300", "Vincennes", PARIS),
        Town("77300", "Fontainebleau", PARIS),
    ),
    "Grand Ouest": (
        Town("44000", "Nantes", WEST),
        Town("35000", "Rennes", WEST),
        Town("56000", "Vannes", WEST),
        Town("37000", "Tours", WEST),
        Town("76000", "Rouen", WEST),
        Town("49000", "Angers", WEST),
    ),
    "Sud-Est": (
        Town("01000", "Bourg-en-Bresse", SOUTH_EAST),
        Town("06000", "Nice", SOUTH_EAST),
        Town("69006", "Lyon 6e", SOUTH_EAST),
        Town("74000", "Annecy", SOUTH_EAST),
        Town("34000", "Montpellier", SOUTH_EAST),
        Town("20000", "Ajaccio", SOUTH_EAST),
    ),
    "": (
        Town("33000", "Bordeaux", SOUTH_WEST),
        Town("31000", "Toulouse", SOUTH_WEST),
        Town("59000", "Lille", EAST),
        Town("21200", "Beaune", EAST),
        Town("02000", "Laon", EAST),
        Town("67000", "Strasbourg", EAST),
    ),
}
