"""python -m scripts.lock: pin every package of the tree in requirements/, from pyproject.toml; installs nothing."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

CHECKOUT = Path(__file__).resolve().parent.parent
# torch wheels for graphics cards name these; the bot runs on the processor, and macOS has none of them
GRAPHICS = re.compile(r"nvidia-|triton$|cuda-")
HEADER = """\
# {what}: every package of the tree, for Linux and macOS, Python 3.11 and 3.12.
# Made from pyproject.toml by `python -m scripts.lock`; change pyproject.toml, not this file.
"""


def normal(name: str) -> str:
    """Return a package's name the way indexes spell it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins_of(report: dict[str, Any]) -> list[str]:
    """Return pip's report as sorted `name==version` lines, without local versions and graphics packages."""
    found = {normal(one["metadata"]["name"]): one["metadata"]["version"] for one in report["install"]}
    return [f"{name}=={version.split('+')[0]}" for name, version in sorted(found.items()) if not GRAPHICS.match(name)]


def resolve(requirements: Sequence[str]) -> list[str]:
    """Ask pip which versions it would install into an empty environment."""
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet", "--report", "-"]
    pip = subprocess.run([*command, *requirements], capture_output=True, text=True, check=False)
    if pip.returncode:
        said = pip.stderr.strip().splitlines() or ["it gave no reason"]
        raise click.ClickException(f"pip finds no versions that fit pyproject.toml together: {said[-1]}")
    return pins_of(json.loads(pip.stdout))


def write(directory: Path, name: str, what: str, pins: Sequence[str]) -> None:
    """Write one lock."""
    path = directory / name
    try:
        path.write_text(HEADER.format(what=what) + "".join(f"{pin}\n" for pin in pins), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written ({error.strerror}).") from error
    click.echo(f"{path}: {len(pins)} packages")


@click.command()
@click.option(
    "--output",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=CHECKOUT / "requirements",
    help="Another directory than requirements/.",
)
def main(output: Path) -> None:
    """Regenerate requirements/run.txt and requirements/dev.txt with the newest versions pyproject.toml allows."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = project["project"]["dependencies"]
    dev = resolve([*needed, *project["dependency-groups"]["dev"]])
    # the running tree is a part of the other with the same versions, so that `run` after `test` installs nothing
    versions = dict(pin.split("==") for pin in dev)
    names = [pin.split("==")[0] for pin in resolve([*needed, *fixed(needed, versions)])]
    write(output, "run.txt", "What the bot runs with", [f"{name}=={versions[name]}" for name in names])
    write(output, "dev.txt", "What the checks run with, run.txt included", dev)


def fixed(needed: Sequence[str], versions: dict[str, str]) -> list[str]:
    """Return the direct requirements again, at the versions already chosen."""
    names = [normal(re.split(r"[^\w.-]", one)[0]) for one in needed]
    return [f"{name}=={versions[name]}" for name in names]


if __name__ == "__main__":
    main()
