import gzip
from pathlib import Path

import pytest
from django.core.management import call_command

from o2s_contacts import bootstrap_part
from tests.architecture import tree

PAGE_WEIGHT = 250_000


def test_other_components_and_data_pictures_are_left_out():
    css = (
        ".btn{color:red}.btn-group>.btn{margin:0}.card{color:blue}@media print{.card{margin:0}}"
        ".form-select{--i:url(\"data:image/svg+xml,%3csvg a='b;c'/%3e\");width:100%}"
        "@keyframes spin{to{rotate:1turn}}@media (min-width:1px){.badge,.card{margin:0}}"
        "a:not([href]):hover,a:not([href],.card){color:red}"
    )
    assert bootstrap_part.extract(css) == (
        ".btn{color:red}\n.form-select{width:100%}\n@media (min-width:1px){\n.badge{margin:0}\n}\n"
        "a:not([href]):hover{color:red}\n"
    )


@pytest.mark.parametrize(
    "selector",
    [
        *("*,::after,::before{", "body{", ".btn{", ".btn:hover{", ".btn-primary{", ".btn-danger{"),
        *(".form-control{", ".form-select{", ".form-check-input{", ".badge{", ".visually-hidden,"),
    ],
)
def test_what_the_look_stands_on_is_there(selector):
    assert f"\n{selector}" in bootstrap_part.build()


def test_nothing_is_fetched():
    css = bootstrap_part.build()
    assert "data:" not in css
    assert "url(" not in css
    assert "http" not in css


def test_licence_is_named():
    assert "Copyright 2011-2025 The Bootstrap Authors, MIT licence" in bootstrap_part.build()


def test_command_writes_the_file(settings, tmp_path):
    settings.BUILT_STATIC_DIR = tmp_path
    call_command("build_bootstrap", verbosity=0)
    assert (tmp_path / "css" / "bootstrap-part.css").read_text("utf-8") == bootstrap_part.build()


def test_frame_of_a_page_is_light():
    """Uncompressed, with the heaviest file of one page's own: half of 250 kB is for its content."""
    ours = [path for path in tree.files("static/*") if path.suffix in {".css", ".js", ".svg"}]
    named = (tree.ROOT / "templates/components/assets.html").read_text("utf-8")
    frame = [path for path in ours if path.name in named or path.name == "chevron.svg"]
    assert len(frame) > 8
    htmx = Path(__import__("django_htmx").__file__).parent / "static/django_htmx/htmx-2.min.js"
    sizes = [path.stat().st_size for path in [*frame, htmx]] + [len(bootstrap_part.build())]
    own = max(path.stat().st_size for path in ours if path not in frame)
    assert sum(sizes) + own < PAGE_WEIGHT * 0.7
    assert len(gzip.compress((tree.ROOT / "static/css/look.css").read_bytes())) < 20_000
