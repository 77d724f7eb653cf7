"""python -m bot.simulator: serve the simulated Bot API and the chat page, on this machine only."""

import os
import sys
import threading
import time

import click
import uvicorn

from bot.simulator import DEMO_ADMIN, HOST, SIMULATOR_TOKEN
from bot.simulator.api import TOKEN
from bot.simulator.facts import DEFAULT_TABLE, Facts
from bot.simulator.running import listen, server_config
from bot.simulator.state import SimulatorState
from bot.simulator.wire import Person

DEMO_PEOPLE = (Person(DEMO_ADMIN, "小陈"), Person(1002, "小林"), Person(2001, "路人"))
EPOCH = 1_735_689_600  # 2025-01-01: numbers begin with the time, so that none comes twice to a bot that remembers
GRACE = 3.0  # seconds


@click.command()
@click.option("--port", default=8765, show_default=True, help="Where to listen, on 127.0.0.1 only.")
@click.option("--token", default=SIMULATOR_TOKEN, show_default=True, help="The token that the bot has to use.")
@click.option("--with-parent", is_flag=True, help="End when standard input closes: with the program that started this.")
def main(*, port: int, token: str, with_parent: bool) -> None:
    """Serve until stopped; Ctrl-C stops it."""
    if not TOKEN.fullmatch(token):
        raise click.BadParameter("a token is a number, a colon and letters", param_hint="--token")
    facts = Facts.load() if DEFAULT_TABLE.exists() else Facts()  # a copy without the tests runs unchecked
    state = SimulatorState(token, facts, first_id=int(time.time() - EPOCH) * 10)
    for person in DEMO_PEOPLE:
        state.introduce(person)
    try:
        listening = listen(port)
    except OSError as error:
        raise click.ClickException(f"port {port} cannot be used ({error.strerror}): choose another") from error
    server = uvicorn.Server(server_config(state))
    if with_parent:
        threading.Thread(target=end_with_parent, args=(server,), daemon=True).start()
    else:
        click.echo(f"Chat page: http://{HOST}:{listening.getsockname()[1]}/\nCtrl-C stops the simulator.")
    try:
        server.run([listening])
    except KeyboardInterrupt:
        click.echo("stopped")


def end_with_parent(server: uvicorn.Server) -> None:
    """Wait for the end of standard input, then end: a parent that was killed leaves nothing running."""
    sys.stdin.buffer.read()
    server.should_exit = True
    time.sleep(GRACE)
    os._exit(0)


if __name__ == "__main__":
    main()
