from __future__ import annotations

from pathlib import Path

from tracemq.profiles.publishing_settings import (
    OwnVariable,
    PublishingSettings,
    PublishingSettingsStore,
    Remember,
)

CHOSEN = PublishingSettings(
    remember=Remember.TOPICS, variables=(OwnVariable(name="site", value="plant 7"),), answer_within_s=2.5
)


def test_settings_come_back_from_their_file_with_what_it_did_not_know(tmp_path: Path) -> None:
    store = PublishingSettingsStore(tmp_path / "publishing.yaml")
    assert store.load() == PublishingSettings()
    store.save(PublishingSettings())
    (tmp_path / "publishing.yaml").write_text((tmp_path / "publishing.yaml").read_text() + "later: 1\n")
    store.save(CHOSEN)
    assert PublishingSettingsStore(tmp_path / "publishing.yaml").load() == CHOSEN
    assert "later: 1" in (tmp_path / "publishing.yaml").read_text()
    assert (tmp_path / "publishing.yaml").stat().st_mode & 0o777 == 0o600


def test_a_broken_file_is_put_aside_when_something_is_saved(tmp_path: Path) -> None:
    file = tmp_path / "publishing.yaml"
    file.write_text("remember: [")
    store = PublishingSettingsStore(file)
    assert store.load() == PublishingSettings()
    assert store.broken is not None
    store.save(CHOSEN)
    assert (tmp_path / "publishing.yaml.kept-1").read_text() == "remember: ["
    assert store.load() == CHOSEN


def test_without_a_file_nothing_is_kept() -> None:
    store = PublishingSettingsStore()
    store.save(CHOSEN)
    assert store.load() == PublishingSettings()
