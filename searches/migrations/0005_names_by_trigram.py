"""An index of three letters on the names of contacts, as searches compare them.

Written out: an index is of the expression that it was made with. A test says when that of
`searches.querying.folding` is another one: it then needs an index of its own.
"""

from django.db import migrations

FRENCH, FRENCH_PLAIN = "éèêëàâîïôöûüçÉÈ’", "eeeeaaiioouucee'"
LETTERS = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00a0ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞàáâãäåçèéêëìíîïðñòóôõöøù"
    "úûüýÿĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĦĨĩĪīĬĭĮįİıĲĴĵĶķĹĺĻļĽľĿŁłŃńŅņŇňŊŌōŎŏŐ"
    "őŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŦŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽžƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝƟƠơƢƤƦƧƩƬƮƯưƱƲƳƵƷƸ"
    "ƼǄǅǇǈǊǋǍǎǏǐǑǒǓǔǕǖǗǘǙǚǛǜǞǟǠǡǢǣǤǦǧǨǩǪǫǬǭǮǯǰǱǲǴǵǶǷǸǹǺǻǼǽǾǿȀȁȂȃȄȅȆȇȈȉȊȋȌȍȎȏȐȑȒȓȔȕȖȗȘ"
    "șȚțȜȞȟȠȢȤȦȧȨȩȪȫȬȭȮȯȰȱȲȳȺȻȽȾɁɃɄɅɆɈɊɌɎ\u2010\u2011‘’\u202f"
)
PLAIN = (
    "abcdefghijklmnopqrstuvwxyz aaaaaaceeeeiiiidnoooooouuuuyþaaaaaaceeeeiiiidnoooooou"
    "uuuyyaaaaaaccccccccddddeeeeeeeeeegggggggghhħiiiiiiiiiiĳjjkkllllllŀllnnnnnnŋooooo"
    "orrrrrrssssssssttttŧuuuuuuuuuuuuwwyyyzzzzzzɓƃƅɔƈɖɗƌǝəɛƒɠɣɩɨƙɯɲɵooƣƥʀƨʃƭʈuuʊʋƴƶʒƹ"
    "ƽǆǆǉǉǌǌaaiioouuuuuuuuuuaaaaææǥggkkooooʒʒjǳǳggƕƿnnaaææøøaaaaeeeeiiiioooorrrruuuus"
    "sttȝhhƞȣȥaaeeooooooooyyⱥȼƚⱦɂƀʉʌɇɉɋɍɏ--'' "
)
LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}


def _quoted(text):
    return "'" + text.replace("'", "''") + "'"


def _apart(sql):
    for letter, letters in LIGATURES.items():
        sql = f"REPLACE({sql}, {_quoted(letter)}, {_quoted(letters)})"
    return sql


FOLDED_NAME = f"""
    CASE WHEN OCTET_LENGTH(name) = CHAR_LENGTH(name) THEN LOWER(name COLLATE "C")
    WHEN name COLLATE "C" ~ '^[\\x01-\\x7f{FRENCH}]*$'
    THEN LOWER(TRANSLATE(name, {_quoted(FRENCH)}, {_quoted(FRENCH_PLAIN)}) COLLATE "C")
    ELSE TRANSLATE({_apart("name")}, {_quoted(LETTERS)}, {_quoted(PLAIN)}) END
"""


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX contact_name_by_trigram ON contacts_contact"
            f" USING gin (({FOLDED_NAME}) gin_trgm_ops)",
            params=None,
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX contact_name_by_trigram")


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial"), ("searches", "0004_exports")]

    operations = [migrations.RunPython(make, drop)]
