"""python scripts/environment.py [--dev]: make .venv ready for ./scripts/run or ./scripts/test.

Uses nothing but the standard library, and never touches anything outside the checkout; it starts no bot and no checks.
"""

from __future__ import annotations

import argparse
import errno
import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SUPPORTED = ((3, 11), (3, 12))
NEEDED_BYTES = 3 * 10**9  # torch unpacked beside its download
PACKAGES_OF = {"libgomp.so.1": "libgomp1", "libstdc++.so.6": "libstdc++6"}  # by Debian's names
PIP_OPTIONS = {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


class SetupError(Exception):
    """The environment cannot be made ready; the message says what to do."""


def free_bytes(directory: Path) -> int:
    """Return how much may still be written to a directory's disk."""
    return shutil.disk_usage(directory).free


@dataclass(frozen=True)
class Setup:
    """Where the environment is made, and with what."""

    checkout: Path
    dev: bool = False
    version: tuple[int, int] = sys.version_info[:2]
    imports: tuple[str, ...] = ("numpy", "faiss", "torch")
    free: Callable[[Path], int] = free_bytes
    has: Callable[[str], object] = importlib.util.find_spec

    @property
    def venv(self) -> Path:
        """Return the environment's directory."""
        return self.checkout / ".venv"

    @property
    def python(self) -> Path:
        """Return the environment's Python."""
        return self.venv / "bin" / "python"

    @property
    def log(self) -> Path:
        """Return the file that keeps what pip says."""
        return self.checkout / ".venv-install.log"

    @property
    def stamp(self) -> Path:
        """Return the file that says what is installed; it is written last."""
        return self.venv / ".script-radar"

    def lock(self, *, dev: bool) -> Path:
        """Return the list of pinned packages."""
        return self.checkout / "requirements" / ("dev.txt" if dev else "run.txt")

    def mark(self, *, dev: bool) -> str:
        """Return the line of the stamp that stands for one lock, installed here with this Python."""
        digest = hashlib.sha256(self.lock(dev=dev).read_bytes()).hexdigest()
        # with the directory: a moved checkout is installed anew
        return f"{digest} {self.version[0]}.{self.version[1]} {self.venv}"


def say(message: str) -> None:
    """Tell progress at once, before pip's own output."""
    sys.stdout.write(message + "\n")
    sys.stdout.flush()


def is_ready(setup: Setup) -> bool:
    """Tell whether everything asked for is installed already."""
    try:
        marks = setup.stamp.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return False
    # exists() follows the link: it is broken once the Python it was made from is gone
    return setup.mark(dev=setup.dev) in marks and setup.python.exists()


@contextmanager
def only_one(setup: Setup) -> Iterator[None]:
    """Keep a second set-up of the same checkout waiting until the first is done."""
    with (setup.checkout / ".venv.lock").open("w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up of this checkout is running; waiting until it is done.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def refuse_early(setup: Setup) -> None:
    """Refuse what could only fail after minutes."""
    if not os.access(setup.checkout, os.W_OK):
        raise SetupError(f"{setup.checkout} cannot be written to: make it yours, or copy it to a directory of yours.")
    if lacking := [name for name in ("_ctypes", "_sqlite3", "_ssl", "zlib") if not setup.has(name)]:
        names = ", ".join(lacking)
        raise SetupError(f"{sys.executable} lacks {names}: name another Python 3.11 or 3.12 in RADAR_PYTHON.")
    if not (setup.has("venv") and setup.has("ensurepip")):
        packages = f"python3-venv python{setup.version[0]}.{setup.version[1]}-venv"
        raise SetupError(f"{sys.executable} cannot make .venv: apt-get install {packages}, and run this again.")
    if (os.uname().sysname, os.uname().machine) == ("Darwin", "x86_64"):
        raise SetupError("PyTorch is no longer made for Intel Macs (or Intel Pythons): use another machine or Python.")
    if setup.free(setup.checkout) < NEEDED_BYTES:
        raise SetupError(f"Less than 3 GB are free on the disk of {setup.checkout}: make room and run this again.")


def is_sound(setup: Setup) -> bool:
    """Tell whether there is an environment of this Python, made in this place and with a pip that runs."""
    program = "import sys, pip; print(*sys.version_info[:2], sep='.')"
    try:
        made = (setup.venv / "pyvenv.cfg").read_text(encoding="utf-8", errors="replace").splitlines()
        answer = subprocess.run([str(setup.python), "-I", "-c", program], capture_output=True, text=True, check=False)
    except OSError:
        return False
    # programs in .venv/bin name the place they were made for: in a copied checkout they start the first one's Python
    in_place = any(line.startswith("command = ") and line.endswith(f" {setup.venv}") for line in made)
    return in_place and answer.stdout.strip() == f"{setup.version[0]}.{setup.version[1]}"


def logged(setup: Setup, command: Sequence[str], *, show: bool) -> bool:
    """Run a command with its errors, and unless shown its output, in the log; tell whether it succeeded."""
    # what a package without a wheel is built with is pinned, too; relative, since pip splits it at spaces
    env = {**os.environ, **PIP_OPTIONS, "PIP_BUILD_CONSTRAINT": f"requirements/{setup.lock(dev=setup.dev).name}"}
    with setup.log.open("ab") as log:
        output = None if show else log
        end = subprocess.run(command, stdout=output, stderr=log, env=env, cwd=setup.checkout, check=False)
    return not end.returncode


def why_failed(setup: Setup, what: str) -> SetupError:
    """Return the sentence for a step that failed, from what the log says about it."""
    said = setup.log.read_text(encoding="utf-8", errors="replace")
    if "No space left on device" in said or "Errno 28" in said:
        return SetupError(f"{what}: the disk is full; free 3 GB here and in the temporary directory, then try again.")
    return SetupError(f"{what}: see the end of {setup.log}, check the network connection and run this again.")


def make_venv(setup: Setup) -> None:
    """Make the environment, unless there is a working one of the same Python."""
    if is_sound(setup):
        return
    say("1/3 making .venv")
    if setup.venv.is_symlink() or setup.venv.is_file():
        raise SetupError(f"{setup.venv} is not a directory of this checkout: move it away and run this again.")
    if not logged(setup, [sys.executable, "-I", "-m", "venv", "--clear", str(setup.venv)], show=False):
        raise why_failed(setup, f"{setup.venv} cannot be made")


def forget_halves(setup: Setup) -> None:
    """Let pip install again what it was cut off in; it writes INSTALLER when a package's files are all there."""
    for record in setup.venv.glob("lib/python*/site-packages/*.dist-info"):
        if not (record / "INSTALLER").exists():
            shutil.rmtree(record)


def install(setup: Setup) -> None:
    """Install the lock's packages; pip's own progress is shown, its errors go to the log."""
    lock = setup.lock(dev=setup.dev)
    count = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    say(f"2/3 installing {count} packages (nearly 2 GB on disk, some minutes)…")
    forget_halves(setup)
    # -I: a PYTHONPATH would make pip take packages from elsewhere for installed ones
    pip = [str(setup.python), "-I", "-u", "-m", "pip", "install", "--no-input", "--log", str(setup.log)]
    # the pinned pip first: the one that comes with Python may not know PIP_BUILD_CONSTRAINT
    for what in (["pip", "-c", str(lock)], ["-r", str(lock)]):
        if not logged(setup, [*pip, *what], show=True):
            raise why_failed(setup, "The packages cannot be installed")


def check_imports(setup: Setup) -> None:
    """Import the packages with compiled parts, which may need a library of the system."""
    say("3/3 checking")
    program = f"import {', '.join(setup.imports)}"
    answer = subprocess.run([str(setup.python), "-I", "-c", program], capture_output=True, text=True, check=False)
    if not answer.returncode:
        return
    reason = (answer.stderr.strip().splitlines() or ["it ended without a reason"])[-1]
    library = re.search(r"lib[\w.+-]+?\.(?:so[.\d]*\d|so|dylib)", reason)
    if "ImportError" in reason and library:
        package = PACKAGES_OF.get(library[0])
        how = f"apt-get install {package}" if package else "install the system package that has it"
        raise SetupError(f"The system library {library[0]} is missing: {how}, and run this again.")
    raise SetupError(f"The installed packages do not work ({reason}): delete {setup.venv} and run this again.")


def set_up(setup: Setup) -> None:
    """Make .venv ready; does nothing when it is."""
    if setup.version not in SUPPORTED:
        raise SetupError(f"{sys.executable} does not fit: run this with Python 3.11 or 3.12.")
    if is_ready(setup):
        return
    refuse_early(setup)
    with only_one(setup):
        if is_ready(setup):
            return
        setup.stamp.unlink(missing_ok=True)
        setup.log.write_bytes(b"")
        make_venv(setup)
        install(setup)
        check_imports(setup)
        marks = [setup.mark(dev=False), setup.mark(dev=True)] if setup.dev else [setup.mark(dev=False)]
        setup.stamp.write_text("\n".join(marks) + "\n", encoding="utf-8")
        setup.log.unlink()  # many megabytes, of use only after a failure


def sentence_for(error: OSError, checkout: Path) -> str:
    """Return what to do about an error of the system."""
    if error.errno == errno.ENOSPC:
        return f"The disk of {checkout} is full: free 3 GB and run this again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{error.filename or checkout} cannot be written to: make the checkout yours and run this again."
    return f"{error.strerror}: {error.filename or checkout}; put it right and run this again."


def run(setup: Setup) -> int:
    """Set up and return the exit code, with one sentence on standard error when it is not 0."""
    try:
        set_up(setup)
    except SetupError as error:
        message, code = str(error), 1
    except OSError as error:
        message, code = sentence_for(error, setup.checkout), 1
    except KeyboardInterrupt:
        message, code = "Stopped; run this again to go on.", 130
    else:
        return 0
    sys.stderr.write(message + "\n")
    return code


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Make .venv ready for ./scripts/run; --dev: for ./scripts/test.")
    options.add_argument("--dev", action="store_true", help="install what the checks need, too")
    sys.exit(run(Setup(Path(__file__).resolve().parent.parent, dev=options.parse_args().dev)))
