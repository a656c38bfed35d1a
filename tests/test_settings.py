"""Does whoever mistypes a setting learn which, what was found and what is right; and does the token stay hidden?"""

from pathlib import Path

import pytest

from bot.settings import SETTINGS, Secret, SettingsError, read_settings

TOKEN = "123456789:AAFabcdefghijklmnopqrstuvwxyz0123456"
NOWHERE = Path("there-is-no-such.env")


def fault(**environment: str) -> str:
    with pytest.raises(SettingsError) as caught:
        read_settings(environment, NOWHERE)
    return str(caught.value)


def test_nothing_set_is_fine() -> None:
    settings = read_settings({}, NOWHERE)
    assert settings.token is None
    assert settings.content_dir.is_dir()
    assert settings.locales_dir.is_dir()
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("CONTENT_DIR", "/no/such/folder"),
        ("LOCALES_DIR", "/no/such/folder"),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_API_URL", "http://example.org"),
        ("TELEGRAM_PROXY", "127.0.0.1:1080"),
        ("DATABASE_URL", "rohnamo.db"),
        ("DATABASE_URL", "mysql://example.org/x"),
        ("STATS_FLOOR", "9"),
        ("STATS_FLOOR", "many"),
        ("OPERATOR_IDS", "Ali"),
    ],
)
def test_a_wrong_value_names_the_setting_what_was_found_and_an_example(name: str, value: str) -> None:
    text = fault(**{name: value})
    example = next(setting.example for setting in SETTINGS if setting.name == name)
    assert text.startswith(f"{name}: ")
    assert f"found: {value}" in text
    assert f"{name}={example}" in text


def test_all_faults_are_named_at_once() -> None:
    assert len(fault(PORT="x", LOG_LEVEL="y", TELEGRAM_PROXY="z").splitlines()) == 3


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8081", "http://localhost:8081", "http://bot-api:8081", "https://example.org/"]
)
def test_an_own_bot_api_server_works(url: str) -> None:
    assert read_settings({"TELEGRAM_API_URL": url}, NOWHERE).telegram_api_url == url.rstrip("/")


def test_the_token_is_read_and_never_printed(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n", "utf8")
    for environment in ({"BOT_TOKEN": TOKEN}, {"BOT_TOKEN_FILE": str(tmp_path / "token")}):
        settings = read_settings(environment, NOWHERE)
        assert settings.token is not None
        assert settings.token.reveal() == TOKEN
        assert TOKEN not in f"{settings!r} {settings} {settings.token!r} {settings.token}"


def test_a_wrong_token_is_described_but_not_shown(tmp_path: Path) -> None:
    text = fault(BOT_TOKEN="my-secret-but-wrong")
    assert text.startswith("BOT_TOKEN: ")
    assert "my-secret" not in text
    (tmp_path / "empty").write_text("", "utf8")
    assert "empty" in fault(BOT_TOKEN_FILE=str(tmp_path / "empty"))
    assert "cannot be read" in fault(BOT_TOKEN_FILE=str(tmp_path / "absent"))
    assert "both" in fault(BOT_TOKEN=TOKEN, BOT_TOKEN_FILE=str(tmp_path / "empty"))


def test_the_env_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=9000\nHOST=::1\n", "utf8")
    assert read_settings({}, file).port == 9000
    assert read_settings({"PORT": "9001"}, file).port == 9001
    assert read_settings({"PORT": "9001"}, file).host == "::1"


def test_the_password_of_a_proxy_is_not_shown() -> None:
    text = fault(TELEGRAM_PROXY="ftp://name:password@example.org:1080")
    assert "example.org:1080" in text
    assert "password" not in text


def test_the_password_of_a_database_and_ids_of_operators_are_not_shown() -> None:
    text = fault(DATABASE_URL="postgres://name:password@example.org", OPERATOR_IDS="123456789;987654321")
    assert "example.org" in text
    assert "password" not in text
    assert "123456789;" not in text
    settings = read_settings({"DATABASE_URL": "postgres://n:password@h/x", "OPERATOR_IDS": "123456, 777"}, NOWHERE)
    assert settings.operators == {123456, 777}
    assert "password" not in repr(settings)
    assert "123456" not in repr(settings)


def test_a_secret_has_no_other_way_out() -> None:
    secret = Secret("x" * 20)
    assert "x" * 20 not in f"{secret} {secret!r} {[secret]}"
    with pytest.raises(AttributeError):
        secret.text  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("name", ["PORT", "BOT_TOKEN_FILE", "TELEGRAM_API_URL", "CONTENT_DIR"])
def test_a_token_pasted_into_a_wrong_setting_is_not_shown(name: str) -> None:
    text = fault(**{name: f"x/bot{TOKEN}" if name == "TELEGRAM_API_URL" else TOKEN})
    assert name in text
    assert TOKEN not in text
    assert TOKEN[12:] not in text


def test_an_env_file_that_cannot_be_read_is_explained(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes("PORT=9000".encode("utf-16"))
    with pytest.raises(SettingsError, match="UTF-8"):
        read_settings({}, file)
