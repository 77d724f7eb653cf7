"""The set-up that ./scripts/run and ./scripts/test share; nothing is fetched, and what is installed is made here."""

import errno
import fcntl
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scripts import environment
from scripts.environment import NEEDED_BYTES, Setup

CHECKOUT = Path(__file__).resolve().parent.parent


def write_locks(checkout: Path, text: str) -> None:
    """Write both locks of a checkout."""
    (checkout / "requirements").mkdir(exist_ok=True)
    for name in ("run.txt", "dev.txt"):
        (checkout / "requirements" / name).write_text(f"# {name}\n{text}", encoding="utf-8")


def setup_in(checkout: Path) -> Setup:
    """Return a set-up that installs nothing and finds enough room, in a checkout of its own."""
    write_locks(checkout, "")
    return Setup(checkout, imports=("json",), free=lambda _: NEEDED_BYTES)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Setup:
    """Return a finished set-up for the checks, made for real with empty locks; tests leave it finished."""
    setup = replace(setup_in(tmp_path_factory.mktemp("a checkout")), dev=True)
    assert environment.run(setup) == 0
    return setup


@pytest.fixture
def unstamped(made: Setup) -> Iterator[Setup]:
    """Return a set-up with a working environment whose stamp is gone, and put everything back afterwards."""
    stamp = made.stamp.read_text(encoding="utf-8")
    made.stamp.unlink()
    yield made
    write_locks(made.checkout, "")
    made.stamp.write_text(stamp, encoding="utf-8")


def packages_of(setup: Setup) -> Path:
    """Return the directory that packages are installed to."""
    return next(setup.venv.glob("lib/python*/site-packages"))


@pytest.fixture
def tiny(unstamped: Setup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the wheel of a package of one file, the only one that pip finds and that the locks name."""
    wheel = tmp_path / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr("tiny.py", "")
        file.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        file.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr("tiny-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    shutil.rmtree(packages_of(unstamped) / "tiny-1.0.dist-info", ignore_errors=True)
    (packages_of(unstamped) / "tiny.py").unlink(missing_ok=True)
    write_locks(unstamped.checkout, "tiny==1.0\n")
    return wheel


def refusal(setup: Setup, capsys: pytest.CaptureFixture[str], code: int = 1) -> str:
    """Run a set-up that must fail and return its one sentence."""
    assert environment.run(setup) == code
    said = capsys.readouterr().err
    assert said.endswith(".\n")
    assert said.count("\n") == 1
    assert not setup.stamp.exists()
    return said


def test_a_second_start_does_nothing(made: Setup, capsys: pytest.CaptureFixture[str]) -> None:
    before = made.stamp.stat().st_mtime_ns
    assert environment.run(made) == 0
    assert capsys.readouterr() == ("", "")
    assert made.stamp.stat().st_mtime_ns == before
    assert not made.log.exists()


def test_run_after_test_does_nothing(made: Setup, capsys: pytest.CaptureFixture[str]) -> None:
    assert environment.run(replace(made, dev=False)) == 0
    assert capsys.readouterr() == ("", "")


def test_test_after_run_installs_what_the_checks_need(made: Setup) -> None:
    both = made.stamp.read_text(encoding="utf-8")
    made.stamp.write_text(both.splitlines()[0] + "\n", encoding="utf-8")
    assert environment.is_ready(replace(made, dev=False))
    assert not environment.is_ready(made)
    made.stamp.write_text(both, encoding="utf-8")


def test_another_lock_or_python_or_directory_is_not_ready(made: Setup, tmp_path: Path) -> None:
    assert environment.is_ready(made)
    assert not environment.is_ready(replace(made, version=(3, 12) if made.version == (3, 11) else (3, 11)))
    moved = tmp_path / "moved"
    moved.symlink_to(made.checkout)
    assert not environment.is_ready(replace(made, checkout=moved))
    write_locks(made.checkout, "# changed\n")
    assert not environment.is_ready(made)
    write_locks(made.checkout, "")


def test_a_lost_stamp_keeps_the_working_environment(unstamped: Setup, capfd: pytest.CaptureFixture[str]) -> None:
    assert environment.run(unstamped) == 0
    shown = capfd.readouterr().out
    assert "1/3" not in shown
    assert shown.index("2/3 installing 0 packages") < shown.index("3/3 checking")


def test_a_package_cut_off_in_unpacking_is_installed_again(unstamped: Setup, tiny: Path) -> None:
    with zipfile.ZipFile(tiny) as file:
        file.extractall(packages_of(unstamped))
    (packages_of(unstamped) / "tiny.py").unlink()
    assert environment.run(unstamped) == 0
    assert (packages_of(unstamped) / "tiny.py").exists()


def test_packages_of_elsewhere_do_not_stand_in_for_the_pinned_ones(
    unstamped: Setup, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tiny) as file:
        file.extractall(tiny.parent)
    monkeypatch.setenv("PYTHONPATH", str(tiny.parent))
    assert environment.run(unstamped) == 0
    assert (packages_of(unstamped) / "tiny.py").exists()


def test_a_copied_checkout_gets_an_environment_of_its_own(
    made: Setup, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    copy = replace(made, checkout=tmp_path / "copy")
    shutil.copytree(made.checkout, copy.checkout, symlinks=True)
    assert environment.run(copy) == 0
    assert "1/3 making .venv" in capfd.readouterr().out
    assert str(copy.python) in (copy.venv / "bin" / "pip").read_text(encoding="utf-8")


def test_a_failed_install_names_the_log(
    unstamped: Setup, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    write_locks(unstamped.checkout, "script-radar-has-no-such-package==1.0\n")
    assert str(unstamped.log) in refusal(unstamped, capsys)
    assert "script-radar-has-no-such-package" in unstamped.log.read_text(encoding="utf-8")


def test_a_disk_that_fills_up_is_told_from_the_log(tmp_path: Path) -> None:
    setup = setup_in(tmp_path)
    setup.log.write_text("ERROR: [Errno 28] No space left on device\n", encoding="utf-8")
    assert "the disk is full" in str(environment.why_failed(setup, "The packages cannot be installed"))


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        pytest.param("libgomp.so.1: cannot open shared object file", "apt-get install libgomp1", id="known"),
        pytest.param("libodd.so.7: cannot open shared object file", "libodd.so.7", id="unknown"),
        pytest.param("no such name", "do not work (ImportError: no such name)", id="no library"),
    ],
)
@pytest.mark.usefixtures("unstamped")
def test_a_missing_library_is_named(made: Setup, capsys: pytest.CaptureFixture[str], error: str, sentence: str) -> None:
    (packages_of(made) / "broken_package.py").write_text(f"raise ImportError({error!r})\n", encoding="utf-8")
    assert sentence in refusal(replace(made, imports=("broken_package",)), capsys)


def test_too_little_room_is_refused_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    setup = replace(setup_in(tmp_path), free=lambda _: NEEDED_BYTES - 1)
    assert "3 GB" in refusal(setup, capsys)
    assert [path.name for path in tmp_path.iterdir()] == ["requirements"]


@pytest.mark.parametrize("version", [(3, 10), (3, 13)], ids=["older", "newer"])
def test_another_python_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], version: tuple[int, int]
) -> None:
    assert "Python 3.11 or 3.12" in refusal(replace(setup_in(tmp_path), version=version), capsys)


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        pytest.param(OSError(errno.ENOSPC, "No space left on device"), 1, "is full", id="disk full"),
        pytest.param(PermissionError(errno.EACCES, "no", "/x/y"), 1, "/x/y cannot be written to", id="not ours"),
        pytest.param(OSError(errno.EIO, "Input/output error", "/x/y"), 1, "error: /x/y;", id="anything else"),
        pytest.param(KeyboardInterrupt(), 130, "Stopped", id="Ctrl-C"),
    ],
)
def test_an_error_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], error: BaseException, code: int, sentence: str
) -> None:
    def fail(_: Path) -> int:
        raise error

    assert sentence in refusal(replace(setup_in(tmp_path), free=fail), capsys, code)


@pytest.mark.parametrize(
    ("module", "sentence"),
    [
        pytest.param("ensurepip", "apt-get install python3-venv", id="Debian without python3-venv"),
        pytest.param("_sqlite3", "lacks _sqlite3: name another", id="built without SQLite"),
    ],
)
def test_a_python_that_lacks_a_module_is_told_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], module: str, sentence: str
) -> None:
    assert sentence in refusal(replace(setup_in(tmp_path), has=lambda name: name != module), capsys)


def test_a_second_set_up_waits_for_the_first(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from scripts.environment import Setup, only_one\n"
        f"with only_one(Setup(Path({str(tmp_path)!r}))): print('done')"
    )
    with (tmp_path / ".venv.lock").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        second = subprocess.Popen([sys.executable, "-c", program], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
        assert second.stdout is not None
        assert "waiting" in second.stdout.readline()
    assert second.communicate(timeout=20)[0] == "done\n"
