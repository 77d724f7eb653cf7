"""A simulator in a thread of this process: what conversation tests and benchmarks hold the other end with."""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import uvicorn

from bot.simulator import HOST, SIMULATOR_TOKEN
from bot.simulator.chats import Call, Violation
from bot.simulator.facts import DEFAULT_TABLE, Facts
from bot.simulator.faults import ANY, Fault
from bot.simulator.server import build_server
from bot.simulator.state import SimulatorState
from bot.simulator.users import SimulatedGroup, SimulatedUser
from bot.simulator.wire import CHANNELS_BELOW, Json, Person, group_chat

T = TypeVar("T")
PATIENCE = 10.0  # seconds for what takes none


class RunningSimulator:
    """A simulator on a port of its own, as a context manager; its methods may be called from any thread."""

    def __init__(self, token: str = SIMULATOR_TOKEN, *, port: int = 0, facts: Path = DEFAULT_TABLE) -> None:
        self.token = token
        self.port = port
        self.state = SimulatorState(token, Facts.load(facts))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="simulator", daemon=True)
        self._server: uvicorn.Server | None = None
        self._serving: Any = None  # the future of the server's end

    def __enter__(self) -> Self:
        self._thread.start()
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    @property
    def base_url(self) -> str:
        """Return the address that takes the place of https://api.telegram.org."""
        return f"http://{HOST}:{self.port}"

    @property
    def page_url(self) -> str:
        """Return the address of the chat page."""
        return f"{self.base_url}/"

    def start(self) -> None:
        """Listen, again on the same port when it has listened before."""
        listening = listen(self.port)
        self.port = listening.getsockname()[1]
        self.ask(self.state.open)
        self._server = uvicorn.Server(server_config(self.state))
        self._serving = asyncio.run_coroutine_threadsafe(self._server.serve([listening]), self._loop)
        until = time.monotonic() + PATIENCE
        while not self._server.started and time.monotonic() < until:
            time.sleep(0.005)

    def stop(self) -> None:
        """Stop listening; people, messages and updates stay."""
        if self._server is not None:
            self.ask(self.state.close)
            self._server.should_exit = True
            self._serving.result(PATIENCE)
            self._server = None

    @contextlib.contextmanager
    def outage(self) -> Iterator[None]:
        """Refuse every connection meanwhile."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def user(self, user_id: int, name: str = "", *, started: bool = True) -> SimulatedUser:
        """Return a person, made if there is none; unless `started`, the bot may not write first."""
        person = self.state.people.get(user_id) or Person(user_id, name or f"user {user_id}")
        self.ask(lambda: self.state.introduce(person, started=started))
        return SimulatedUser(self, user_id)

    def group(self, title: str = "催收交流群", *, kind: str = "supergroup", number: int = 1) -> SimulatedGroup:
        """Return a group, a supergroup or a channel, made if there is none."""
        chat_id = CHANNELS_BELOW - number if kind != "group" else -number
        self.ask(lambda: self.state.found(group_chat(chat_id, title, kind)))
        return SimulatedGroup(self, chat_id)

    def sent(self, chat_id: int) -> list[Json]:
        """Return the bot's messages in a chat as they stand now, oldest first."""
        return self.ask(lambda: self.state.chats[chat_id].by_bot() if chat_id in self.state.chats else [])

    def calls(self, method: str = "") -> list[Call]:
        """Return the calls that came through, those of one method or all but getUpdates, oldest first."""
        return self.ask(lambda: [call for call in self.state.calls if method in ("", call.method)])

    def commands(self, language: str = "") -> list[str]:
        """Return the names in the bot's menu of commands for a language."""
        return [
            command["command"]
            for (scope, spoken), commands in self.ask(lambda: dict(self.state.commands)).items()
            for command in commands
            if spoken == language and "default" in scope
        ]

    @property
    def pending(self) -> int:
        """Return how many updates the bot has not confirmed."""
        return self.ask(lambda: len(self.state.updates.pending))

    def fault(self, method: str = ANY, **how: Any) -> None:
        """Let the next calls of a method fail: the fields of `Fault`."""
        fault = Fault(method, **how)
        self.ask(lambda: self.state.faults.add(fault))

    def clear_faults(self) -> None:
        """Let everything work again."""
        self.ask(self.state.faults.clear)

    @property
    def violations(self) -> list[Violation]:
        """Return what was asked that the Bot API does not know."""
        return self.ask(lambda: list(self.state.violations))

    def take_violations(self) -> list[Violation]:
        """Return the violations and forget them: those a test expects."""
        taken = self.violations
        self.ask(self.state.violations.clear)
        return taken

    def ask(self, question: Callable[[], T]) -> T:
        """Run something on the simulator's own thread and return what it returns."""

        async def answer() -> T:
            return question()

        return self._run(answer(), PATIENCE)

    def wait_until(self, question: Callable[[], T], timeout: float = PATIENCE, waiting_for: str = "it") -> T:
        """Return what a question returns as soon as that is something; raise TimeoutError when it never is."""
        if value := self._run(self.state.watch.until(question, timeout), timeout + PATIENCE):
            return value
        raise TimeoutError(f"waited {timeout:g} s in vain for {waiting_for}")

    def _run(self, coroutine: Awaitable[T], timeout: float) -> T:
        async def awaited() -> T:
            return await coroutine

        return asyncio.run_coroutine_threadsafe(awaited(), self._loop).result(timeout)


def listen(port: int) -> socket.socket:
    """Return a socket that listens on this machine only; raise OSError when the port is taken."""
    # named in full: asyncio turns off delays only on sockets that say they are TCP
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening


def server_config(state: SimulatorState) -> uvicorn.Config:
    """Return how the server runs: silent, since connections that break off are its trade."""
    return uvicorn.Config(
        build_server(state), log_config=None, log_level="critical", access_log=False, lifespan="off",
        timeout_graceful_shutdown=1,
    )  # fmt: skip
