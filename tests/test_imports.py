"""Asking for help, or importing the library, costs no seconds."""

import subprocess
import sys

import pytest

HEAVY = ("torch", "sentence_transformers", "sklearn", "telegram", "openpyxl", "langdetect")


def loaded_by(code: str) -> set[str]:
    """Return the modules that are loaded after running some code in a fresh process."""
    program = f"import sys\n{code}\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(run.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import index.matcher, index.build, index.snapshot, index.knowledge", id="the library"),
        pytest.param("import scripts.rebuild", id="rebuild"),
        pytest.param("import scripts.screen", id="screen"),
    ],
)
def test_importing_loads_nothing_heavy(code: str) -> None:
    assert not loaded_by(code) & set(HEAVY)


@pytest.mark.parametrize("name", ["screen", "rebuild", "rollback", "evaluate", "check_library", "bench"])
def test_every_command_explains_itself(name: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", f"scripts.{name}", "--help"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0
    assert "Usage:" in run.stdout
