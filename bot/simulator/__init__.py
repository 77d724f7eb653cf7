"""A Bot API server for one machine, with a chat page: the demo, and the other end of the conversation tests.

    with RunningSimulator() as simulator:                     # from bot.simulator.running
        chen = simulator.user(DEMO_ADMIN)
        sent = chen.send("…")                                 # or forward, photo, document, edit, sticker, block …
        answer = chen.wait_for_reply(to=sent)                 # as Telegram describes a message: a dict
        toast = chen.press(answer, "有用")                    # what the bot says to a pressed button
        simulator.fault("sendMessage", code=429, retry_after=1)   # times=, when="after", kind="drop" or "timeout"

The bot is given `simulator.base_url` as its RADAR_TELEGRAM_API and SIMULATOR_TOKEN as its token. These calls block:
a coroutine that shares its loop with the bot makes them through `asyncio.to_thread`. What the Bot API does not know
is refused and stands in `simulator.violations`; the fixture of tests/simulator_fixture.py fails a test over it.

`python -m bot.simulator --port 8765` serves it alone. Keeps everything in memory, listens on this machine only, and
imports neither the bot nor python-telegram-bot.
"""

SIMULATOR_TOKEN = "100000001:SIMULATOR"  # noqa: S105 - opens nothing but the simulator
DEMO_ADMIN = 1001  # the first of the chat page's people, whom the demo's bot takes for its admin
HOST = "127.0.0.1"
