"""The two locks that the set-up installs from, as they are in the checkout; nothing is resolved here."""

import re
from pathlib import Path

import pytest

from scripts.lock import pins_of

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"
PIN = re.compile(r"[a-z0-9][a-z0-9-]*==[0-9][0-9a-z.]*")


def locked(name: str) -> list[str]:
    """Return a lock's lines without comments."""
    lines = (REQUIREMENTS / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_every_package_is_pinned_exactly(name: str) -> None:
    lines = locked(name)
    assert [line for line in lines if not PIN.fullmatch(line)] == []
    assert lines == sorted(set(lines), key=lambda line: line.split("=="))
    assert "torch==2.13.0" in lines
    assert not [line for line in lines if line.startswith(("nvidia", "triton"))]


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_the_locks_name_no_place_to_fetch_from(name: str) -> None:
    text = (REQUIREMENTS / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-", text, re.MULTILINE)


def test_the_checks_lock_holds_the_running_one() -> None:
    assert set(locked("run.txt")) < set(locked("dev.txt"))


def test_pins_leave_out_local_versions_and_graphics_packages() -> None:
    names = [("Torch", "2.13.0+cpu"), ("nvidia-cublas", "1"), ("triton", "3"), ("typing_extensions", "4.1")]
    report = {"install": [{"metadata": {"name": name, "version": version}} for name, version in names]}
    assert pins_of(report) == ["torch==2.13.0", "typing-extensions==4.1"]
