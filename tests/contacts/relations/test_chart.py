"""The family chart as coordinates: whatever the family, nobody stands on anybody."""

from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.kinship.chart import LETTERS, Somebody, Tie, lay_out, wrapped

FAMILY = [
    Somebody("moi", "Léa Abadie"),
    Somebody("lui", "Loup Blot"),
    Somebody("ex", "Karim Vidal"),
    Somebody("mère", "Odile Abadie", generation=-1),
    Somebody("père", "Hugues", generation=-1),
    Somebody("sœur", "Iris Abadie"),
    Somebody("fils", "Théo Vidal", generation=1),
    Somebody("fille", "Zoé Blot", generation=1),
    Somebody("sci", "SCI des Lilas", aside=True),
]
TIES = [
    Tie("couple", "moi", "lui"),
    Tie("couple", "ex", "moi", past=True),
    Tie("couple", "mère", "père"),
    Tie("descent", "mère", "moi"),
    Tie("descent", "père", "moi"),
    Tie("descent", "mère", "sœur"),
    Tie("descent", "moi", "fille"),
    Tie("descent", "lui", "fille"),
    Tie("descent", "ex", "fils"),
    Tie("descent", "moi", "fils"),
]


def by_key(chart):
    return {box.somebody.key: box for box in chart.boxes}


def apart(one, other):
    return (
        one.right < other.x or other.right < one.x or one.bottom < other.y or other.bottom < one.y
    )


def test_generations_are_rows_and_partners_stand_beside_each_other():
    boxes = by_key(lay_out(FAMILY, TIES))
    assert boxes["mère"].y == boxes["père"].y < boxes["moi"].y == boxes["sœur"].y
    assert boxes["moi"].y < boxes["fils"].y == boxes["fille"].y
    assert boxes["lui"].x < boxes["moi"].x < boxes["ex"].x
    assert boxes["moi"].x - boxes["lui"].right == boxes["ex"].x - boxes["moi"].right == 28
    assert boxes["fille"].x < boxes["fils"].x
    assert boxes["sci"].x > max(box.right for key, box in boxes.items() if key != "sci")


def test_child_of_a_couple_hangs_from_between_them():
    chart = lay_out(FAMILY, TIES)
    boxes = by_key(chart)
    (line,) = [
        stroke
        for stroke in chart.strokes
        if stroke.kind == "descent"
        and stroke.points[-1] == (boxes["fille"].centre, boxes["fille"].y)
    ]
    between = (boxes["lui"].centre + boxes["moi"].centre) / 2
    assert line.points[0] == (between, boxes["moi"].middle)
    assert [stroke.past for stroke in chart.strokes if stroke.kind == "couple"] == [
        False,
        True,
        False,
    ]


def test_contact_alone_is_one_box():
    chart = lay_out(FAMILY[:1], [])
    assert len(chart.boxes) == 1
    assert chart.strokes == []
    assert chart.width > chart.boxes[0].right


NAMES = ["Léa", "Marie-Charlotte de La Morinière", "X" * 45, "O’Brien", "子"]
ROLES = ["", "Fils", "Dirigeante, Associée, Bénéficiaire effectif"]
# Generation and whether aside, name, role; then pairs of people who are tied.
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from([-2, -1, 0, 0, 1, 2, None]), st.sampled_from(NAMES), st.sampled_from(ROLES)
    ),
    max_size=12,
)
PAIRS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.booleans()), max_size=16)


def drawn(people, pairs):
    """Make somebody of each, the contact before them, and ties that their generations allow."""
    made = [Somebody("0", "Contact")]
    for key, (generation, name, role) in enumerate(people, start=1):
        made.append(Somebody(str(key), name, role, generation or 0, aside=generation is None))
    ties = []
    for first, second, close in pairs:
        if first == second or max(first, second) >= len(made):
            continue
        one, other = sorted((made[first], made[second]), key=lambda one: one.generation)
        if not (one.aside or other.aside):
            same = one.generation == other.generation
            kind = ("couple" if close else "kin") if same else "descent"
            ties.append(Tie(kind, one.key, other.key))
    return made, ties


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PEOPLE, PAIRS)
def test_nobody_stands_on_anybody(told, pairs):
    people, ties = drawn(told, pairs)
    chart = lay_out(people, ties)
    assert sorted(box.somebody.key for box in chart.boxes) == sorted(one.key for one in people)
    assert chart.boxes[0].somebody is people[0]
    for one, other in combinations(chart.boxes, 2):
        assert apart(one, other), (one, other)
    for box in chart.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= chart.width
        assert box.bottom <= chart.height
        assert "".join("".join(box.lines).split()) == "".join(box.somebody.name.split())
        assert "".join("".join(box.role_lines).split()) == "".join(box.somebody.role.split())
        words = len(box.lines) + len(box.role_lines)
        assert box.first_line + 18 * (words - 1) < box.bottom
    rows = {}
    for box in chart.boxes:
        if not box.somebody.aside:
            rows.setdefault(box.somebody.generation, set()).add(box.y)
    assert all(len(tops) == 1 for tops in rows.values())
    tops = [tops.pop() for _generation, tops in sorted(rows.items())]
    assert tops == sorted(tops)


@settings(deadline=None)
@given(st.text(max_size=120))
def test_wrapping_loses_no_letter(text):
    lines = wrapped(text)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(0 < len(line) <= LETTERS for line in lines)
