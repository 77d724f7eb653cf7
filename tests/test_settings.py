"""Facts about the settings: defaults, forms, and errors that never print a value."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import CHECKOUT, Settings, load_settings, misspelt

TOKEN = "123456:AAE-secret_part"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"RADAR_{name.upper()}", raising=False)


def test_nothing_needs_to_be_set() -> None:
    settings = load_settings()
    assert settings.telegram_token is None
    assert settings.admin_ids == ()
    assert settings.data_dir == CHECKOUT / ".radar"
    assert settings.database == CHECKOUT / ".radar" / "radar.db"
    assert settings.profile is None


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        pytest.param("1001", (1001,), id="one"),
        pytest.param(" 1001, 1002 ,", (1001, 1002), id="spaces and a comma at the end"),
        pytest.param("1001，1002", (1001, 1002), id="full-width comma"),
        pytest.param("", (), id="blank"),
    ],
)
def test_admin_ids_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch, written: str, ids: tuple[int, ...]) -> None:
    monkeypatch.setenv("RADAR_ADMIN_IDS", written)
    assert load_settings().admin_ids == ids


def test_a_misspelt_variable_is_named_with_the_one_that_is_meant() -> None:
    given = ["RADAR_PROFLE", "RADAR_PRIOR", "RADAR_PYTHON", "PATH", "RADAR_X"]
    assert misspelt(given) == [
        "RADAR_PROFLE is no setting; is RADAR_PROFILE meant?",
        "RADAR_X is no setting: see README.md.",
    ]


def test_a_dotenv_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"RADAR_TELEGRAM_TOKEN={TOKEN}\nRADAR_PROFILE=\nOTHER=1\n", encoding="utf-8")
    settings = load_settings()
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert settings.profile is None


def test_retention_follows_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RADAR_KEEP_ASSESSMENTS_DAYS", "7")
    monkeypatch.setenv("RADAR_KEEP_INBOX_HOURS", "2")
    retention = load_settings().retention
    assert (retention.assessments.days, retention.inbox.total_seconds()) == (7, 7200)


def test_the_token_is_not_printed() -> None:
    assert TOKEN not in repr(Settings(telegram_token=TOKEN))  # type: ignore[arg-type] # as from the environment


def test_the_api_address_ends_without_a_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RADAR_TELEGRAM_API", "http://127.0.0.1:8765/")
    assert load_settings().telegram_api == "http://127.0.0.1:8765"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("TELEGRAM_TOKEN", "s3cret/../token", id="token"),
        pytest.param("ADMIN_IDS", "1001;s3cret", id="ids"),
        pytest.param("ADMIN_IDS", "-100200300", id="group id"),
        pytest.param("MAX_CHARS", "s3cret", id="number"),
        pytest.param("MAX_CHARS", "0", id="out of range"),
        pytest.param("KEEP_INBOX_HOURS", "25", id="longer than promised"),
        pytest.param("PRIOR", "1.0", id="certain"),
        pytest.param("SIMULATOR_PORT", "70000", id="port"),
        pytest.param("TELEGRAM_API", "s3cret.example", id="address"),
        pytest.param("DATA_DIR", "~no-such-user-s3cret/x", id="home of nobody"),
    ],
)
def test_a_wrong_variable_is_named_and_its_value_is_not(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"RADAR_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    told = str(caught.value)
    assert told.startswith(f"RADAR_{name} is wrong: ")
    assert "s3cret" not in told
    assert "\n" not in told


def test_an_unreadable_dotenv_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"RADAR_PROFILE=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        load_settings()
