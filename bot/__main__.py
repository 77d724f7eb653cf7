"""python -m bot: what runs before anything else is loaded, so that Ctrl-C is quiet from the beginning."""

import sys


def main() -> None:
    """Load the bot and start it."""
    try:
        from bot.launch import main as launch  # noqa: PLC0415 - takes a second, in which it may be stopped
    except KeyboardInterrupt:
        sys.stdout.write("stopped\n")
    else:
        launch(prog_name="python -m bot")


if __name__ == "__main__":
    main()
