"""All settings, read once from the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

TELEGRAM = "https://api.telegram.org/bot"


class BadSettings(Exception):
    """The environment holds something that cannot be used; the text says what, and how to mend it."""


def data_folder() -> Path:
    """Where this user's data belongs on this platform."""
    return Path(platformdirs.user_data_dir("pomodock", appauthor=False))


class Settings(BaseSettings):
    """Everything that can be set. Names in the environment start with ``POMODOCK_``, but for ``DOCKER_HOST``."""

    model_config = SettingsConfigDict(env_prefix="POMODOCK_", frozen=True, populate_by_name=True, env_ignore_empty=True)

    bot_token: SecretStr | None = None
    """From @BotFather."""
    api_url: str = TELEGRAM
    """The Bot API server, up to and including ``/bot``."""
    data: Path = Field(default_factory=data_folder)
    """The folder of the database and of what the demo remembers."""
    database_url: str = ""
    """SQLite by default, in the data folder."""
    admins: Annotated[frozenset[int], NoDecode] = frozenset()
    """Telegram ids of who may push content, separated by commas."""
    content: Path | None = None
    """The folder of the courses; the packaged one by default."""
    course: str = "docker"
    """The course that newcomers are enrolled in: a folder of the content."""
    docker_host: str | None = Field(default=None, validation_alias="DOCKER_HOST")
    """The engine for throwaway containers, where it is not the usual one."""
    runtime: str | None = None
    """The engine's runtime for throwaway containers: ``runc``, ``runsc``, …"""

    labs: Annotated[int, Field(ge=0, le=500)] = 8
    """How many labs may be open at once; who asks beyond that waits for his turn."""
    warm_labs: Annotated[int, Field(ge=0, le=50)] = 1
    """How many labs are kept started for the next who asks."""

    @field_validator("admins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return frozenset(part for part in value.replace(",", " ").split() if part)

    @field_validator("api_url")
    @classmethod
    def _ends_in_bot(cls, value: str) -> str:
        value = value.rstrip("/")
        if not value.startswith(("http://", "https://")) or not value.endswith("/bot"):
            msg = "has to be an address that ends in /bot, for example http://127.0.0.1:8081/bot"
            raise ValueError(msg)
        return value

    @property
    def database(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{self.data / 'pomodock.sqlite3'}"


def read_settings(**overrides: object) -> Settings:
    """The settings of this environment. Raises ``BadSettings``."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        lines = [f"POMODOCK_{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in error.errors()]
        raise BadSettings("\n".join(lines)) from error
