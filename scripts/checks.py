"""python -m scripts.checks: every check of the project in order, stopping at the first that fails; installs nothing."""

import shlex
import subprocess
import sys
from pathlib import Path

import click

CHECKOUT = Path(__file__).resolve().parent.parent
STEPS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("lint-imports",),
    ("python", "-m", "scripts.check_library"),
    ("pytest",),
)


def run_step(step: tuple[str, ...]) -> None:
    """Run one check with the program beside this Python; a failure ends everything with its exit code."""
    click.echo(f"$ {shlex.join(step)}")
    # not resolved: .venv/bin/python is a link, and its neighbours are the venv's
    program = sys.executable if step[0] == "python" else str(Path(sys.executable).parent / step[0])
    try:
        code = subprocess.run([program, *step[1:]], cwd=CHECKOUT, check=False).returncode
    except FileNotFoundError as error:
        raise click.ClickException(
            f"{step[0]} is not installed beside {sys.executable}: run ./scripts/test."
        ) from error
    if code:
        click.echo(f"Error: {shlex.join(step)} failed (exit code {code}); what it says stands above.", err=True)
        raise SystemExit(code if code > 0 else 128 - code)  # a step ended by a signal has its negative number


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
def main(pytest_arguments: tuple[str, ...]) -> None:
    """Run ruff, mypy, lint-imports, the library check and pytest; PYTEST_ARGUMENTS go to pytest."""
    for step in STEPS:
        run_step((*step, *pytest_arguments) if step[0] == "pytest" else step)


if __name__ == "__main__":
    main()
