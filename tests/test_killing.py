"""Killing the bot (-9) at random points of a load: everything is answered, and what comes twice is marked."""

import random
import time
from collections import defaultdict
from pathlib import Path

from bot.app import AT_ONCE
from bot.settings import Settings
from bot.simulator.running import RunningSimulator
from tests.killed_bot import start_bot

USERS, EACH, KILLS, SEED = 10, 20, 20, 11
MARK = "可能重复"


def test_no_message_is_lost_and_only_what_was_cut_off_comes_twice(tmp_path: Path, snapshots: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    data = tmp_path / "data"
    data.mkdir()
    (data / "snapshots").symlink_to(snapshots)
    people = tuple(range(5001, 5001 + USERS))
    with RunningSimulator() as simulator:
        settings = Settings(data_dir=data, admin_ids=people, telegram_api=simulator.base_url)
        users = [simulator.user(person) for person in people]
        sent = [
            (user, user.send(f"第{n}次问：还款日能不能改到{n + 1}号发工资以后")) for n in range(EACH) for user in users
        ]
        answered = 0
        for _ in range(KILLS):
            bot = start_bot(settings)
            enough = answered + chance.randint(1, 8)
            wait_for(lambda enough=enough: answers(simulator, people) >= enough)
            time.sleep(chance.uniform(0, 0.03))
            bot.kill()
            bot.join()
            answered = answers(simulator, people)
        bot = start_bot(settings)
        wait_for(lambda: all(user.replies(to=message) for user, message in sent), seconds=60)
        wait_for(lambda: simulator.pending == 0)
        bot.terminate()
        bot.join(20)
        assert bot.exitcode == 0
        replies = [(message, user.replies(to=message)) for user, message in sent]
        broken_off = "ClientDisconnect"  # a request that ends with its bot breaks no rule
        assert [one for one in simulator.violations if broken_off not in one.problem] == []
    assert all(found for _, found in replies)
    unmarked = {
        message["message_id"]: [MARK in one["text"] for one in found].count(False) for message, found in replies
    }
    assert max(unmarked.values()) == 1, "an answer came twice without its mark"
    repeats = sum(len(found) - 1 for _, found in replies)
    assert repeats <= KILLS * min(AT_ONCE, len(people))  # on their way at each kill, at most: one a chat
    order = defaultdict(list)
    for message, found in replies:
        order[message["chat"]["id"]].append(found[0]["message_id"])
    assert all(ids == sorted(ids) for ids in order.values()), "a chat was answered out of order"


def answers(simulator: RunningSimulator, people: tuple[int, ...]) -> int:
    """Return how many answers there are so far."""
    return sum("reply_to_message" in message for person in people for message in simulator.sent(person))


def wait_for(holds: object, seconds: float = 30) -> None:
    """Wait until something holds."""
    assert callable(holds)
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.005)
