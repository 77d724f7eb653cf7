"""python -m scripts.bench: speed and memory, each time beside something measured in the same run.

Prints what was measured and the limit it is held against; passes no judgement by its exit code.
"""

import contextlib
import dataclasses
import multiprocessing
import os
import platform
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from index.build import Recipe, build
from index.knowledge import load_knowledge
from index.matcher import Matcher
from index.snapshot import load, versions
from index.types import Knowledge, Script
from scripts.command import now, plain_errors

SEED = 5
SCRIPTS, MESSAGES, CHARACTERS = 5_000, 1_000, 100


@click.command()
@click.option("--bot/--no-bot", "with_bot", default=True, help="Also time the whole bot against the simulator.")
@plain_errors
def main(*, with_bot: bool) -> None:
    """Measure the matcher against 5,000 scripts, then the bot against a bare echo bot."""
    click.echo(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, seed {SEED}")
    knowledge = load_knowledge()
    with tempfile.TemporaryDirectory() as scratch:
        median = bench_matcher(Path(scratch), knowledge)
    if with_bot:
        from scripts.bench_bot import bench_bot  # noqa: PLC0415 - starts a simulator and two bots

        bench_bot(median)


def bench_matcher(scratch: Path, knowledge: Knowledge) -> float:
    """Time `assess` on one core and return its median in seconds."""
    began = time.perf_counter()
    # in a process of its own, so that what a build needs does not count as the matcher's memory
    builder = multiprocessing.get_context("spawn").Process(target=build_enlarged, args=(scratch,))
    builder.start()
    builder.join()
    click.echo(f"build of {SCRIPTS} scripts: {time.perf_counter() - began:.1f} s")
    [version] = versions(scratch)
    matcher = load(scratch / version, knowledge)
    messages = messages_of(knowledge, MESSAGES)
    with one_core():
        for message in messages[:100]:
            matcher.assess(message)
        took = timed(matcher.assess, messages)
        encoding = timed(lambda message: matcher.embedder.embed_queries([message]), messages)
    median, p99 = statistics.median(took), statistics.quantiles(took, n=100)[98]
    ratio = median / statistics.median(encoding)
    click.echo(
        f"assess {CHARACTERS} characters against {len(matcher.scripts)} scripts, one core: "
        f"median {median * 1000:.2f} ms (limit 5), p99 {p99 * 1000:.2f} ms (limit 20); "
        f"{ratio:.1f} x encoding the message alone"
    )
    click.echo(f"resident memory with {SCRIPTS} scripts: {peak_megabytes():.0f} MB (limit 700)")
    bench_long(matcher, messages)
    return median


def build_enlarged(scratch: Path) -> None:
    """Build an index of so many scripts."""
    build(scratch, Recipe(enlarged(load_knowledge(), SCRIPTS), "", 0.3), now(), lambda _: None)


def bench_long(matcher: Matcher, messages: Sequence[str]) -> None:
    """Time one message of 100,000 characters."""
    text = "".join(messages)[:100_000]
    [took] = timed(lambda message: matcher.assess(message, len(message)), [text])
    click.echo(f"assess {len(text)} characters: {took:.2f} s")


def enlarged(knowledge: Knowledge, total: int) -> Knowledge:
    """Return the library grown to so many scripts, made of clauses of its own in another order.

    Such texts are for timing only: nothing is learned about quality from them.
    """
    chance = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    clauses = [clause for script in knowledge.scripts for clause in script.text.split("，") if clause.strip()]
    families = [script.family for script in knowledge.scripts]
    extra = [
        Script(
            f"bench-{i}",
            chance.choice(families),
            "，".join(chance.sample(clauses, 5)),
            "long",
            "zh-Hans",
        )
        for i in range(total - len(families))
    ]
    return dataclasses.replace(knowledge, scripts=(*knowledge.scripts, *extra), digest=f"bench-{total}")


def messages_of(knowledge: Knowledge, total: int) -> list[str]:
    """Return messages of equal length, half from scripts and half from genuine texts."""
    chance = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    kinds = ([one.text for one in knowledge.scripts], [one.text for one in knowledge.genuine])
    return [" ".join(chance.sample(kinds[i % 2], 12))[i % 50 : i % 50 + CHARACTERS] for i in range(total)]


def timed(call: Callable[[str], object], messages: Sequence[str]) -> list[float]:
    """Return the seconds of each call."""
    took = []
    for message in messages:
        began = time.perf_counter()
        call(message)
        took.append(time.perf_counter() - began)
    return took


@contextlib.contextmanager
def one_core() -> Iterator[None]:
    """Keep this thread on one core meanwhile, where the system can do so; what is started later has them all again."""
    if sys.platform != "linux":
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    yield
    os.sched_setaffinity(0, cores)


def peak_megabytes() -> float:
    """Return the most memory this process has had resident."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
