"""./scripts/run, ./scripts/test and .ci/run as files: they can be started, and say so where there is no Python."""

import stat
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", ["scripts/run", "scripts/test", ".ci/run"])
def test_the_scripts_can_be_started(name: str) -> None:
    assert (CHECKOUT / name).stat().st_mode & stat.S_IXUSR
    shell = "bash" if name.startswith(".ci") else "sh"
    assert subprocess.run([shell, "-n", str(CHECKOUT / name)], check=False).returncode == 0


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        pytest.param("", "No working Python 3.11 or 3.12", id="none on the path"),
        pytest.param("shim", "RADAR_PYTHON (shim)", id="a shim of nothing"),
    ],
)
def test_without_a_python_both_scripts_say_so(tmp_path: Path, chosen: str, sentence: str) -> None:
    for name in ("shim", "python3.11", "python3.12", "python3"):
        (tmp_path / name).write_text("#!/bin/sh\necho not installed >&2\nexit 127\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "dirname").symlink_to("/usr/bin/dirname")
    env = {"PATH": str(tmp_path), "RADAR_PYTHON": chosen}
    for name in ("run", "test"):
        script = str(CHECKOUT / "scripts" / name)
        end = subprocess.run(["/bin/sh", script], env=env, cwd="/", capture_output=True, text=True, check=False)
        assert (end.returncode, end.stdout, end.stderr.count("\n")) == (1, "", 1)
        assert sentence in end.stderr
