"""The order and the end of the checks; the steps here are commands of the tests' own."""

import pytest
from click.testing import CliRunner

from scripts import checks


def test_pytest_comes_last_and_gets_the_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(checks, "run_step", ran.append)
    assert CliRunner().invoke(checks.main, ["-k", "lock", "tests/test_lock.py"]).exit_code == 0
    assert ran == [*checks.STEPS[:-1], ("pytest", "-k", "lock", "tests/test_lock.py")]


@pytest.mark.parametrize(
    ("program", "code"),
    [
        pytest.param("import sys; sys.exit(5)", 5, id="a failure"),
        pytest.param("import os; os.kill(os.getpid(), 15)", 143, id="a signal"),
    ],
)
def test_the_first_step_that_fails_ends_the_checks_with_its_code(
    monkeypatch: pytest.MonkeyPatch, program: str, code: int
) -> None:
    failing = ("python", "-c", program)
    monkeypatch.setattr(checks, "STEPS", (("python", "-c", ""), failing, ("python", "-c", "never run")))
    end = CliRunner().invoke(checks.main, [])
    assert end.exit_code == code
    assert "never run" not in end.output


def test_a_program_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "STEPS", (("no-such-program",),))
    end = CliRunner().invoke(checks.main, [])
    assert end.exit_code == 1
    assert "no-such-program is not installed" in end.output
    assert "run ./scripts/test" in end.output
