"""``kill -9`` at twenty random points of a learner's day: nothing owed is missing, nothing comes twice unexcused.

A message may come twice only if the server had accepted it while its row, read after the kill and before the restart,
was not yet marked as sent: no program can tell these two moments apart without losing messages instead.
The seed and each kill are printed, and kept in ``artifacts/kill.txt``. Set POMODOCK_SEED to walk the same way again
(the exact instant of a kill is up to the machine).
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from random import Random, SystemRandom
from threading import Timer

import httpx
import pytest

from tests.e2e.demo import ALEX, ROOT, Demo
from tests.e2e.ledger import Ledger
from tests.e2e.robot import Robot, until

pytestmark = pytest.mark.slow

KILLS_OF_A_KIND = 5
NOTES = ROOT / "artifacts" / "kill.txt"
_AT_ONCE = {"focus": 0.15, "quiz": 0.15, "travel": 0.25, "sending": 0.08}
"""For each kind of act: within how many seconds after its beginning the kill comes."""


def settle(demo: Demo) -> Ledger:
    until(lambda: Ledger.read(demo.data, ALEX).settled, "all that is owed is sent")
    return Ledger.read(demo.data, ALEX)


def walk_until_killed(demo: Demo, random: Random, left: Counter[str]) -> str:
    """Walk on; kill in one of the next acts of a kind that is still ``left``. Answers which."""
    asides = " ".join(kind for kind in ("travel", "sending") if left[kind])
    robot = Robot(demo, ALEX, random, 0.12 if left["focus"] or left["quiz"] else 0.6, asides)
    while True:
        kind, act = robot.next_act()
        if left[kind] == 0 or random.random() < 0.4:
            act()
            continue
        left[kind] -= 1
        killer = Timer(random.uniform(0, _AT_ONCE[kind]), demo.kill)
        killer.start()
        try:
            act()
            while True:
                robot.next_act()[1]()
        except httpx.TransportError:
            killer.join()
        return kind


def test_twenty_kills(tmp_path: Path) -> None:
    seed = int(os.environ.get("POMODOCK_SEED") or SystemRandom().randrange(10**6))
    note(f"POMODOCK_SEED={seed}", fresh=True)
    random = Random(seed)
    left = Counter(dict.fromkeys(_AT_ONCE, KILLS_OF_A_KIND))
    excused: set[int] = set()
    demo = Demo(tmp_path)
    try:
        demo.start()
        while left.total():
            kind = walk_until_killed(demo, random, left)
            before = Ledger.read(demo.data, ALEX)
            twice = before.unclaimed - excused
            note(f"killed in {kind}: {len(before.owed)} owed, {before.pending} updates waiting, {len(twice)} unmarked")
            assert all(before.excuse(one) for one in twice), (
                f"not owed any more: {[before.messages[one] for one in twice]}"
            )
            assert len(twice) <= 1, "one message at a time is on its way to a chat"
            excused |= twice
            demo.start()
            after = settle(demo)
            after.goes_on_from(before)
            after.consistent(excused)
            after.armed()
        finish(demo, random, excused)
    finally:
        demo.kill()
        demo.http.close()
    demo.quiet()


def note(line: str, *, fresh: bool = False) -> None:
    """Print a line, and keep it where it can be read when the test has passed as well."""
    print(line)
    NOTES.parent.mkdir(exist_ok=True)
    with NOTES.open("w" if fresh else "a", encoding="utf-8") as notes:
        notes.write(f"{line}\n")


def finish(demo: Demo, random: Random, excused: set[int]) -> None:
    """The learner goes on as if nothing had been; once no block holds anything back, all of it is sent."""
    robot = Robot(demo, ALEX, random)
    for _ in range(5):
        robot.next_act()[1]()
    demo.travel(advance_seconds=3 * 3600)
    last = settle(demo)
    assert last.owed == []
    last.consistent(excused)
    last.armed()
    assert last.tables["reviews"], "the walk never got to a review"


@pytest.mark.parametrize(("fault", "times"), [("timeout", 2), ("drop", 1)])
def test_killed_while_a_message_is_on_its_way(tmp_path: Path, fault: str, times: int) -> None:
    """The server takes a message and its answer is lost, or the message itself is lost; then the bot dies."""
    accepted = fault == "timeout"
    demo = Demo(tmp_path)
    try:
        demo.start()
        demo.say(ALEX, "/start")
        settle(demo)
        demo.post("/ui/faults", kind=fault, method="sendMessage", times=1000)
        demo.say(ALEX, "/help")
        until(lambda: in_doubt(demo, accepted=accepted), "the message is on its way")
        demo.kill()
        before = Ledger.read(demo.data, ALEX)
        assert len(before.owed) == 1
        assert len(before.unclaimed) == accepted
        assert all(before.excuse(one) for one in before.unclaimed)
        demo.start()
        after = settle(demo)
        after.goes_on_from(before)
        after.consistent(before.unclaimed)
        helps = [one for one in after.messages.values() if "/pomodoro" in one["text"]]
        assert len(helps) == times
    finally:
        demo.kill()
        demo.http.close()
    demo.quiet()


def in_doubt(demo: Demo, *, accepted: bool) -> bool:
    ledger = Ledger.read(demo.data, ALEX)
    return len(ledger.owed) == 1 and ledger.pending == 0 and len(ledger.unclaimed) == accepted
