"""Each work holds a lock of its own: no work waits for another."""

from persistence.locks import Work


def test_no_two_works_share_a_lock():
    assert len({work.value for work in Work.__members__.values()}) == len(Work.__members__)
