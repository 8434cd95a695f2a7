"""Sharing applications out: what holds whatever the numbers, the conflicts and what is read."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pioneers.sharing import share_out

READERS = st.integers(0, 6).map(lambda n: list(range(1, n + 1)))
APPLICATIONS = st.integers(0, 16).map(lambda n: list(range(100, 100 + n)))
# A busy machine is no reason to fail.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def load(shares, readers):
    count = Counter(dict.fromkeys(readers, 0))
    count.update(who for found in shares.values() for who in found if who in count)
    return count


@st.composite
def cases(draw):
    readers, applications = draw(READERS), draw(APPLICATIONS)
    pairs = [(app, who) for app in applications for who in readers]
    some = st.sets(st.sampled_from(pairs), max_size=25) if pairs else st.just(set())
    chosen = [draw(some) for _ in range(4)]
    barred, avoided, read, held = chosen
    by_app = [
        {app: {who for other, who in part if other == app} for app in applications}
        for part in (read - barred, held)
    ]
    return {
        "applications": applications,
        "readers": readers,
        "each": draw(st.integers(1, 4)),
        "read": by_app[0],
        "held": by_app[1],
        "barred": barred,
        "avoided": avoided,
    }


@calm
@given(APPLICATIONS, READERS, st.integers(1, 4))
def test_without_conflicts_shares_differ_by_one_at_most_and_each_has_its_readers(apps, who, each):
    shares = share_out(apps, who, each, read={}, held={})
    assert {len(found) for found in shares.values()} <= {min(each, len(who))}
    if who:
        loads = load(shares, who).values()
        assert max(loads) - min(loads) <= 1


@calm
@given(cases())
def test_nobody_gets_what_is_barred_and_what_is_read_stays(case):
    shares = share_out(**case)
    given_out = {(app, who) for app, found in shares.items() for who in found}
    assert not given_out & case["barred"]
    assert all(case["read"][app] <= found for app, found in shares.items())
    able = {
        app: [who for who in case["readers"] if (app, who) not in case["barred"]]
        for app in case["applications"]
    }
    for app, found in shares.items():
        assert len(found) == max(min(case["each"], len(able[app])), len(case["read"][app]))


@calm
@given(cases())
def test_the_second_time_nothing_changes(case):
    shares = share_out(**case)
    held = {app: found - case["read"][app] for app, found in shares.items()}
    assert share_out(**case | {"held": held}) == shares


@calm
@given(cases())
def test_no_single_move_would_make_shares_more_even(case):
    case |= {"avoided": set()}
    shares = share_out(**case)
    loads = load(shares, case["readers"])
    for app, found in shares.items():
        for giver in found - case["read"][app]:
            for taker in set(case["readers"]) - found:
                if (app, taker) not in case["barred"]:
                    assert loads[giver] - loads[taker] <= 1


def test_what_is_avoided_goes_to_somebody_else_and_to_them_only_where_there_is_nobody():
    assert share_out([100], [1, 2], 1, read={}, held={}, avoided={(100, 1)}) == {100: {2}}
    assert share_out([100], [1, 2], 2, read={}, held={}, avoided={(100, 1)}) == {100: {1, 2}}


def test_a_new_reader_takes_over_what_is_not_read_yet():
    held = {app: {1, 2} for app in range(100, 106)}
    read = {100: {1}}
    shares = share_out(list(held), [1, 2, 3], 2, read=read, held=held)
    assert sorted(load(shares, [1, 2, 3]).values()) == [4, 4, 4]
    assert 1 in shares[100]


def test_fewer_readers_each_takes_unread_ones_back_from_who_has_most():
    held = {100: {1, 2}, 101: {1, 2}, 102: {1}}
    shares = share_out([100, 101, 102], [1, 2], 1, read={101: {1}}, held=held)
    assert shares[101] == {1}
    assert {len(found) for found in shares.values()} == {1}
