"""python -m bot as a process: what stops it at the start is one sentence, and it ends cleanly."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.launch import alone, remembering_interrupts
from bot.simulator import SIMULATOR_TOKEN
from bot.simulator.running import RunningSimulator, listen
from tests.test_conversations import wait_until

ADMIN = 1001


def environment(data: Path, **settings: str) -> dict[str, str]:
    """Return the environment of a bot whose snapshots are built already."""
    with listen(0) as free:
        port = str(free.getsockname()[1])
    own = {"RADAR_DATA_DIR": str(data), "RADAR_ADMIN_IDS": str(ADMIN), "RADAR_SIMULATOR_PORT": port, **settings}
    return {**{name: value for name, value in os.environ.items() if not name.startswith("RADAR_")}, **own}


@pytest.fixture
def data(tmp_path: Path, snapshots: Path) -> Path:
    """Return a data directory with a published snapshot."""
    directory = tmp_path / "data"
    directory.mkdir()
    (directory / "snapshots").symlink_to(snapshots)
    return directory


def run_bot(settings: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run the bot until it ends by itself."""
    command = [sys.executable, "-m", "bot"]
    return subprocess.run(command, env=settings, capture_output=True, text=True, timeout=60, check=False)


def the_sentence(run: "subprocess.CompletedProcess[str]") -> str:
    """Return the one sentence that a refused start prints; there is no trace, and no token."""
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert SIMULATOR_TOKEN not in run.stdout + run.stderr
    [line] = run.stderr.strip().splitlines()
    return line


def test_a_second_bot_in_the_same_directory_is_refused(data: Path) -> None:
    with alone(data):
        assert "another bot works in" in the_sentence(run_bot(environment(data)))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        pytest.param({"RADAR_TELEGRAM_TOKEN": "not a token"}, "RADAR_TELEGRAM_TOKEN", id="no token at all"),
        pytest.param({"RADAR_DATA_DIR": "/proc/radar"}, "RADAR_DATA_DIR", id="unwritable data directory"),
        pytest.param({"RADAR_PROFILE": "/nowhere.toml"}, "RADAR_PROFILE", id="missing profile"),
        pytest.param({"RADAR_ENCODER": "/no/such/model"}, "scripts.rebuild", id="encoder that cannot be loaded"),
        pytest.param({"RADAR_PRIOR": "7"}, "RADAR_PRIOR", id="prior that is no share"),
    ],
)
def test_a_wrong_setting_is_one_sentence(data: Path, settings: dict[str, str], said: str) -> None:
    assert said in the_sentence(run_bot(environment(data, **settings)))


def test_a_port_that_is_taken_is_one_sentence(data: Path) -> None:
    with listen(0) as taken:
        port = str(taken.getsockname()[1])
        assert "RADAR_SIMULATOR_PORT" in run_bot(environment(data, RADAR_SIMULATOR_PORT=port)).stderr


def test_a_wrong_token_is_one_sentence(data: Path) -> None:
    with RunningSimulator() as simulator:
        settings = environment(data, RADAR_TELEGRAM_API=simulator.base_url, RADAR_TELEGRAM_TOKEN="123456:other_token")
        run = run_bot(settings)
    assert "RADAR_TELEGRAM_TOKEN" in the_sentence(run)
    assert "other_token" not in run.stderr + log_of(data)


def test_a_second_bot_with_the_same_token_ends_and_says_why(data: Path) -> None:
    with RunningSimulator() as simulator:
        simulator.fault("getUpdates", code=409, times=50)
        settings = environment(data, RADAR_TELEGRAM_API=simulator.base_url, RADAR_TELEGRAM_TOKEN=SIMULATOR_TOKEN)
        assert "another program polls" in the_sentence(run_bot(settings))


def test_without_a_token_the_chat_page_is_announced_and_ctrl_c_stops_both(data: Path) -> None:
    with listen(0) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bot"]
    settings = environment(data, RADAR_SIMULATOR_PORT=str(port), PYTHONUNBUFFERED="1")
    with subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as bot:
        assert bot.stdout is not None
        while f"http://127.0.0.1:{port}/" not in (line := bot.stdout.readline()):
            assert line, "the bot ended before it was ready"
        bot.send_signal(signal.SIGINT)
        said, wrong = bot.communicate(timeout=20)
    assert (bot.returncode, wrong) == (0, "")
    assert "stopped" in said
    listen(port).close()  # the simulator has let go of its port


def test_telegram_out_of_reach_is_said_once_and_waited_for(data: Path) -> None:
    with RunningSimulator() as simulator:
        user = simulator.user(ADMIN)
        settings = environment(data, RADAR_TELEGRAM_API=simulator.base_url, RADAR_TELEGRAM_TOKEN=SIMULATOR_TOKEN)
        with subprocess.Popen([sys.executable, "-m", "bot"], env=settings, stdout=subprocess.DEVNULL) as bot:
            with simulator.outage():
                wait_until(lambda: "cannot be reached" in log_of(data), 40)
            user.send("/help")
            assert "怎么用" in wait_for_help(user.wait_for_reply)
            bot.terminate()
        assert log_of(data).count("cannot be reached") == 1


def wait_for_help(next_reply: object) -> str:
    """Return the first reply that is no notice of the start."""
    assert callable(next_reply)
    while "怎么用" not in (text := str(next_reply(30)["text"])):
        pass
    return text


def log_of(data: Path) -> str:
    """Return what the bot has logged."""
    log = data / "logs" / "radar.log"
    return log.read_text(encoding="utf-8") if log.exists() else ""


def test_no_log_holds_a_message_or_a_token(data: Path) -> None:
    secret = "我上周在菜市场摔断了腿这个月还不上"
    with RunningSimulator() as simulator:
        user = simulator.user(ADMIN)
        settings = environment(data, RADAR_TELEGRAM_API=simulator.base_url, RADAR_TELEGRAM_TOKEN=SIMULATOR_TOKEN)
        simulator.fault("sendMessage", code=400)
        with subprocess.Popen(
            [sys.executable, "-m", "bot"], env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        ) as bot:
            user.send(secret)
            user.wait_for_reply(40)
            user.send(secret)
            user.wait_for_reply(10)
            bot.terminate()
            _, wrong = bot.communicate(timeout=20)
    logged = log_of(data) + wrong
    assert secret[:8] not in logged
    assert SIMULATOR_TOKEN not in logged


def test_ctrl_c_is_not_lost_where_a_library_swallows_it() -> None:
    with pytest.raises(KeyboardInterrupt), remembering_interrupts(), contextlib.suppress(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_stopping_it_while_it_builds_the_index_is_quiet(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot"]
    with subprocess.Popen(
        command, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        assert "encoding" in run.stdout.readline()
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=30)
    assert out.strip().endswith("stopped")
    assert "Traceback" not in err
    assert run.returncode == 0
