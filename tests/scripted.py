"""A bot at the other end of the simulator that does what the test says, over HTTP."""

import httpx

from bot.simulator import DEMO_ADMIN, SIMULATOR_TOKEN
from bot.simulator.running import RunningSimulator
from bot.simulator.wire import Json


class ScriptedBot:
    """The bot's end: calls the Bot API over HTTP as the test says."""

    def __init__(self, simulator: RunningSimulator) -> None:
        self.simulator = simulator
        self._client = httpx.Client(base_url=f"{simulator.base_url}/bot{SIMULATOR_TOKEN}/")

    def call(self, method: str, **values: object) -> Json:
        """Call a method, and return its result where that is an object."""
        answer = self._client.post(method, json=values).json()
        assert answer["ok"], answer
        result: Json = answer["result"] if isinstance(answer["result"], dict) else {}
        return result

    def say(self, text: str, **values: object) -> Json:
        """Send the admin a text of Telegram's HTML."""
        return self.call("sendMessage", chat_id=DEMO_ADMIN, text=text, parse_mode="HTML", **values)

    def received(self) -> list[Json]:
        """Return the updates that wait."""
        return self.simulator.ask(lambda: list(self.simulator.state.updates.pending))

    def last(self, kind: str = "message") -> Json:
        """Return the newest update of a kind, waiting for one."""
        pending = self.simulator.state.updates
        found = self.simulator.wait_until(lambda: [one[kind] for one in pending.pending if kind in one], 5, kind)
        newest: Json = found[-1]
        return newest

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()
