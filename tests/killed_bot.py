"""A bot in a process that can be killed, forked from a server that has imported everything: it starts at once."""

import multiprocessing
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from unittest import mock

from bot.launch import start
from bot.settings import Settings
from bot.simulator import SIMULATOR_TOKEN
from index.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()  # read once by the server: it takes a second, and each bot would read the same
PRELOADED = ["tests.killed_bot", "bot.app", "bot.serve", "sentence_transformers", "index.matcher"]


def fork_server() -> ForkServerContext:
    """Return a context whose processes find the heavy imports done."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def run_bot(settings: dict[str, object]) -> None:
    """Run the bot until it is stopped or killed."""
    with mock.patch("bot.launch.load_knowledge", return_value=KNOWLEDGE):
        start(Settings(**settings), SIMULATOR_TOKEN, "")  # type: ignore[arg-type]  # as a dict they cross the process


def start_bot(settings: Settings) -> BaseProcess:
    """Start a bot in a process of its own."""
    process = fork_server().Process(target=run_bot, args=(settings.model_dump(),), daemon=True)
    process.start()
    return process
