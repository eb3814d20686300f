"""The activities of organisations (text/data/naf.tsv)."""

import re

from text import naf, validators


def test_every_activity_has_a_code_that_the_check_takes_and_a_wording():
    assert len(naf.labels()) == 732
    assert [code for code in naf.labels() if not re.fullmatch(validators.NAF, code)] == []
    assert [
        code for code, label in naf.labels().items() if label != label.strip() or not label
    ] == []


def test_an_activity_is_called_as_insee_does():
    assert naf.label("86.10Z") == "Activités hospitalières"
    assert naf.label("66.22Z") == "Activités des agents et courtiers d’assurances"
    assert naf.label("99.99X") == ""
