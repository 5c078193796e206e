"""Settings come from the environment, and a wrong one stops the start."""

import os
import stat
from pathlib import Path

import pytest
from environs import EnvError

from service.settings import kept_secret_key, load_settings
from tests.service.desk import together


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("SCOREWRIGHT_") and "TEST" not in name:
            monkeypatch.delenv(name)


def test_defaults_work_anywhere(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/var/scorewright.sqlite"
    assert len(settings.secret_key) >= 32
    assert load_settings(tmp_path) == settings


def test_the_kept_key_is_for_its_owner_only(tmp_path: Path) -> None:
    load_settings(tmp_path)
    assert stat.S_IMODE((tmp_path / "var" / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret-key"]


def test_processes_that_start_at_once_share_the_key(tmp_path: Path) -> None:
    found = together(8, lambda _: kept_secret_key(tmp_path))
    assert len(set(found)) == 1 and isinstance(found[0], str), found


def test_postgresql_needs_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOREWRIGHT_DATABASE_URL", "postgresql://u:hidden@h/d")
    with pytest.raises(ValueError, match="SCOREWRIGHT_SECRET_KEY"):
        load_settings(tmp_path)
    monkeypatch.setenv("SCOREWRIGHT_SECRET_KEY", "s" * 32)
    settings = load_settings(tmp_path)
    assert settings.secret_key == "s" * 32
    assert "hidden" not in repr(settings) and "sss" not in repr(settings)
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", ""),
        ("MAX_BODY", "8M"),
        ("MAX_BODY", "0"),
        ("MAX_DOCUMENT", "1048577"),
        ("MAX_SUBJECTS", "0"),
        ("TRUSTED_PROXIES", "-1"),
        ("DATABASE_POOL", "-1"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_value_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"SCOREWRIGHT_{name}", value)
    with pytest.raises(EnvError, match=name):
        load_settings(tmp_path)
