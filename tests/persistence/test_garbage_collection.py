import gc

import pytest

from persistence.garbage_collection import gc_paused


@pytest.mark.parametrize("was_on", [True, False])
def test_collector_is_as_before_whatever_happens(was_on):
    (gc.enable if was_on else gc.disable)()
    try:
        with pytest.raises(ZeroDivisionError), gc_paused():
            1 / gc.isenabled()
        assert gc.isenabled() is was_on
    finally:
        gc.enable()
