"""Every setting, read once from the environment. Opens no file but .env, and prints no value."""

import datetime as dt
import difflib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from pydantic_settings import SettingsError as SourceError

from bot.errors import SettingsError
from bot.records import Retention

PREFIX = "RADAR_"
OF_THE_SCRIPTS = ("PYTHON", "TEST_BROWSER")  # read by ./scripts/run and ./scripts/test
CHECKOUT = Path(__file__).resolve().parent.parent
TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
WEB_ADDRESS = re.compile(r"https?://[^\s/?#]+[^\s?#]*")


def parse_ids(value: Any) -> Any:
    """Return the numbers of a list separated by commas, as a tuple of texts for pydantic to convert."""
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in re.split(r"[,，]", value)]
    if not all(re.fullmatch(r"[1-9]\d{0,15}", part, re.ASCII) for part in parts if part):
        raise ValueError("write Telegram user ids as numbers separated by commas, such as 1001,1002")
    return tuple(part for part in parts if part)


def expand(path: Path) -> Path:
    """Return a path with ~ replaced."""
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError("write the path without ~") from None


Ids = Annotated[tuple[int, ...], NoDecode, BeforeValidator(parse_ids)]
UserPath = Annotated[Path, AfterValidator(expand)]


class Settings(BaseSettings):
    """Settings from the environment, or from .env when there is one."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_ignore_empty=True,  # a line that is left blank in .env means the default
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,  # a validation error must not print the token
    )

    telegram_token: SecretStr | None = Field(
        default=None, description="The bot's token; without one the simulator is used."
    )
    admin_ids: Ids = Field(default=(), description="Telegram user ids of the admins, separated by commas.")
    data_dir: UserPath = Field(default=CHECKOUT / ".radar", description="Database, snapshots and logs.")
    profile: UserPath | None = Field(default=None, description="The institution's profile, a TOML file.")
    encoder: str = Field(default="", description="A SentenceTransformer name or path instead of the built-in encoder.")
    telegram_api: str = Field(default="https://api.telegram.org", description="Base address of the Bot API server.")
    simulator_port: int = Field(
        default=8765, ge=1, le=65_535, description="Where the simulator listens, on this machine only."
    )
    max_chars: int = Field(default=20_000, gt=0, description="Longer messages are assessed up to here, and told so.")
    keep_assessments_days: int = Field(default=90, gt=0, le=3650, description="Days an assessment is kept.")
    keep_feedback_days: int = Field(default=365, gt=0, le=3650, description="Days a pressed button is kept.")
    keep_inbox_hours: int = Field(default=24, gt=0, le=24, description="Hours an unanswered update is kept at most.")
    answer_expiry_days: int = Field(default=30, gt=0, le=3650, description="Days the buttons of an answer work.")
    prior: float = Field(default=0.30, gt=0, lt=1, description="Declared share of scripts among the messages assessed.")

    @field_validator("telegram_token")
    @classmethod
    def token_has_its_form(cls, value: SecretStr | None) -> SecretStr | None:
        """Refuse what can never be a token before it becomes part of an address."""
        if value is None:
            return None
        if not TOKEN.fullmatch(token := value.get_secret_value().strip()):
            raise ValueError("a token is a number, a colon and letters; copy it from @BotFather")
        return SecretStr(token)

    @field_validator("telegram_api")
    @classmethod
    def api_is_an_address(cls, value: str) -> str:
        """Refuse anything but an http address, and drop the slash at its end."""
        if not WEB_ADDRESS.fullmatch(address := value.strip().rstrip("/")):
            raise ValueError("write an address such as https://api.telegram.org")
        return address

    @property
    def database(self) -> Path:
        """Return where the store lies."""
        return self.data_dir / "radar.db"

    @property
    def snapshots(self) -> Path:
        """Return where the built indexes lie."""
        return self.data_dir / "snapshots"

    @property
    def retention(self) -> Retention:
        """Return how long each kind of record is kept."""
        return Retention(
            assessments=dt.timedelta(days=self.keep_assessments_days),
            feedback=dt.timedelta(days=self.keep_feedback_days),
            inbox=dt.timedelta(hours=self.keep_inbox_hours),
            answers=dt.timedelta(days=self.answer_expiry_days),
        )


def misspelt(names: Iterable[str]) -> list[str]:
    """Return a sentence for each RADAR_ variable that nothing reads: a misspelt one would have no effect, unnoticed."""
    known = {*(name.upper() for name in Settings.model_fields), *OF_THE_SCRIPTS}
    given = {name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX)}
    sentences = []
    for name in sorted(given - known):
        near = difflib.get_close_matches(name, sorted(known), n=1)
        sentences.append(
            f"{PREFIX}{name} is no setting{f'; is {PREFIX}{near[0]} meant?' if near else ': see README.md.'}"
        )
    return sentences


def load_settings() -> Settings:
    """Return the settings; raise SettingsError naming the first variable that is wrong, never its value."""
    try:
        return Settings()
    except ValidationError as error:
        # the error's other fields and its JSON hold the values
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        name = PREFIX + str(first["loc"][0]).upper() if first["loc"] else "a RADAR_ variable"
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name} is wrong: {reason}; correct it in the environment or in .env") from None
    except (SourceError, OSError, UnicodeDecodeError):
        raise SettingsError(".env cannot be read: save it as UTF-8 text with one NAME=value a line") from None
