"""Who reads what: applications shared out evenly. Nothing here knows the database."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence

Pair = tuple[int, int]


def share_out(
    applications: Sequence[int],
    readers: Sequence[int],
    each: int,
    *,
    read: Mapping[int, Collection[int]],
    held: Mapping[int, Collection[int]],
    barred: Collection[Pair] = (),
    avoided: Collection[Pair] = (),
) -> dict[int, set[int]]:
    """{application: its readers}, `each` per application or as many as there are.

    `read` (application to those whose scores are in) stays as it is; `held` was given out and not
    read yet, and moves only if that makes the shares more even. `barred` are (application, reader)
    pairs that must never be; `avoided` ones are used where there is nobody else. Shares differ by
    one at most, unless barred pairs leave no way. The same input always gives the same result, and
    the result put in again is not changed.
    """
    barred, avoided = set(barred), set(avoided)
    order = sorted(readers)
    done = {app: set(read.get(app, ())) for app in applications}
    given = {
        app: {who for who in held.get(app, ()) if who in order and (app, who) not in barred}
        - done[app]
        for app in applications
    }
    load = Counter(dict.fromkeys(order, 0))
    for app in applications:
        load.update(who for who in done[app] | given[app] if who in load)
    for app in applications:
        while given[app] and len(done[app]) + len(given[app]) > each:
            _drop(app, given, load)

    def can(app: int, who: int, not_in: set[Pair]) -> bool:
        return who not in done[app] | given[app] and (app, who) not in not_in

    for not_in in (barred | avoided, barred):
        # Those whom few can read come first: the others have somebody left in any case.
        free = {app: sum(can(app, who, not_in) for who in order) for app in applications}
        for app in sorted(applications, key=lambda app: (free[app], app)):
            while len(done[app]) + len(given[app]) < each:
                able = [who for who in order if can(app, who, not_in)]
                if not able:
                    break
                chosen = min(able, key=lambda who: (load[who], who))
                given[app].add(chosen)
                load[chosen] += 1
    _even(given, done, load, barred | avoided)
    return {app: done[app] | given[app] for app in applications}


def _drop(app: int, given: dict[int, set[int]], load: Counter[int]) -> None:
    most = max(given[app], key=lambda who: (load[who], who))
    given[app].remove(most)
    load[most] -= 1


def _even(
    given: dict[int, set[int]], done: dict[int, set[int]], load: Counter[int], not_in: set[Pair]
) -> None:
    """Move what is not read yet, through others if need be, while that makes shares more even."""
    while (steps := _way_down(given, done, load, not_in)) is not None:
        for app, giver, taker in steps:
            given[app].remove(giver)
            given[app].add(taker)
            load[giver] -= 1
            load[taker] += 1


def _way_down(
    given: dict[int, set[int]], done: dict[int, set[int]], load: Counter[int], not_in: set[Pair]
) -> list[tuple[int, int, int]] | None:
    """Moves that lead from a reader to one who has at least two fewer; None if there are none."""
    by_reader: dict[int, list[int]] = {who: [] for who in load}
    for app in sorted(given):
        for who in given[app]:
            by_reader[who].append(app)
    for start in sorted(load, key=lambda who: (-load[who], who)):
        came: dict[int, tuple[int, int]] = {}
        queue, seen = deque([start]), {start}
        while queue:
            giver = queue.popleft()
            for app in by_reader[giver]:
                for taker in sorted(load, key=lambda who: (load[who], who)):
                    if taker in seen or taker in done[app] | given[app] or (app, taker) in not_in:
                        continue
                    seen.add(taker)
                    came[taker] = (app, giver)
                    if load[taker] <= load[start] - 2:
                        return _steps(came, taker, start)
                    queue.append(taker)
    return None


def _steps(came: dict[int, tuple[int, int]], end: int, start: int) -> list[tuple[int, int, int]]:
    """From the end back to the start, so that each taker has given away before taking."""
    steps, who = [], end
    while who != start:
        app, giver = came[who]
        steps.append((app, giver, who))
        who = giver
    return steps
