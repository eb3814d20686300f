"""The kept copy of a file of several tables: a column of one is no column of another."""

from imports.pipeline import kept

CLIENTS = ["ref_client;nom_usage;prenoms", *(f"C-{at};MOREAU;Anne" for at in range(30))]
ACCOUNTS = ["ref_compte;numero_secu;produit", "A-1;1850578006084;Horizon"]
HOLDERS = ["ref_compte;ref_client;role", "A-1;C-1;TITULAIRE"]


def test_a_column_is_blanked_in_its_table_alone(tmp_path):
    path = tmp_path / "fp1.csv"
    path.write_text("\n".join([*CLIENTS, *ACCOUNTS, *HOLDERS, ""]), encoding="utf-8")
    assert kept.rewrite(path, is_known=True)
    accounts = [ACCOUNTS[0], "A-1;;Horizon"]
    assert path.read_text(encoding="utf-8").splitlines() == [*CLIENTS, *accounts, *HOLDERS]


def test_a_value_that_is_called_as_such_a_column_takes_nothing_away(tmp_path):
    path = tmp_path / "fp1.csv"
    said = "\n".join([*CLIENTS, "C-31;NIR;Luc", "C-32;PETIT;Zoé", ""])
    path.write_text(said, encoding="utf-8")
    assert not kept.rewrite(path, is_known=True)
    assert path.read_text(encoding="utf-8") == said
