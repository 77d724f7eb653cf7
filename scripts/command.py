"""What the admin commands share: settings, the published index, and failures as one plain sentence."""

import datetime as dt
import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import click

from bot.errors import BotError
from bot.settings import Settings, load_settings
from index.build import Recipe, refresh
from index.errors import ScriptIndexError
from index.knowledge import load_knowledge
from index.matcher import Matcher
from index.snapshot import load_current

P = ParamSpec("P")
R = TypeVar("R")


def plain_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Turn what we refuse into one sentence on standard error and exit code 1."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (BotError, ScriptIndexError) as error:
            raise click.ClickException(str(error)) from error
        except BrokenPipeError:
            raise  # whoever read the output has had enough; click ends quietly
        except OSError as error:
            raise click.ClickException(
                f"{error.strerror or error}: {error.filename or 'see the path given'}"
            ) from error

    return run


def now() -> dt.datetime:
    """Return the time of day in UTC."""
    return dt.datetime.now(dt.UTC)


def say(message: str) -> None:
    """Tell progress on standard error, so that results can be piped."""
    click.echo(message, err=True)


def current_matcher(settings: Settings | None = None) -> Matcher:
    """Return the published index, built first when there is none or its inputs have changed."""
    settings = settings or load_settings()
    knowledge = load_knowledge()
    refresh(settings.snapshots, Recipe(knowledge, settings.encoder, settings.prior), now(), say)
    matcher, problem = load_current(settings.snapshots, knowledge, settings.encoder)
    if problem:
        say(problem)
    return matcher
