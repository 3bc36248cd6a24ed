"""What the user does with subscriptions stands in the saved profile, and nothing else of it changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tracemq.mqtt.types import QoS
from tracemq.profiles.profile import Profile, SubscriptionSettings
from tracemq.profiles.store import ProfileStore
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import Change
from tracemq.workspace.subscription_keeper import SubscriptionKeeper, follow_edit
from tracemq.workspace.subscription_list import SubscriptionEntry, SubscriptionState


def wanted(topic_filter: str, **options: object) -> SubscriptionSettings:
    return SubscriptionSettings(filter=topic_filter, **options)  # type: ignore[arg-type]


class World:
    def __init__(self, folder: Path) -> None:
        self.store = ProfileStore(folder)
        self.store.load_all()
        self.profile = Profile(name="Plant", subscriptions=(wanted("a"), wanted("b", enabled=False)))
        self.store.save(self.profile)
        self.saved: list[Profile] = []

    def open(self, profile: Profile) -> Connection:
        connection = Connection(profile)
        SubscriptionKeeper(connection, self.store, self.saved.append)
        return connection

    @property
    def kept(self) -> tuple[SubscriptionSettings, ...]:
        return self.store.revise(self.profile.id, lambda profile: profile).subscriptions


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


async def test_a_new_filter_an_option_and_a_colour_are_kept(world: World) -> None:
    connection = world.open(world.profile)
    await connection.subscribe(wanted("c", qos=QoS.AT_LEAST_ONCE))
    await connection.subscribe(wanted("a", colour="#2f7fd1"))
    assert world.kept == (wanted("a", colour="#2f7fd1"), wanted("b", enabled=False), wanted("c", qos=QoS.AT_LEAST_ONCE))
    assert [profile.subscriptions for profile in world.saved[-1:]] == [world.kept]


async def test_the_switch_and_the_end_of_a_subscription_are_kept(world: World) -> None:
    connection = world.open(world.profile)
    await connection.unsubscribe(connection.subscriptions[0], forget=False)
    assert list(world.kept) == [wanted("a", enabled=False), wanted("b", enabled=False)]
    await connection.unsubscribe(connection.subscriptions[1])
    assert list(world.kept) == [wanted("a", enabled=False)]


async def test_filters_of_the_command_line_are_not_kept_but_a_new_one_is(world: World) -> None:
    connection = world.open(replace(world.profile, subscriptions=(wanted("only/this"),)))
    await connection.subscribe(wanted("c"))
    assert world.kept == (*world.profile.subscriptions, wanted("c"))


async def test_what_was_edited_meanwhile_stays(world: World) -> None:
    connection = world.open(world.profile)
    world.store.update(
        world.profile.id, name="Other", subscriptions=(wanted("edited"), wanted("a", qos=QoS.EXACTLY_ONCE))
    )
    await connection.subscribe(wanted("c"))
    assert world.kept == (wanted("edited"), wanted("a", qos=QoS.EXACTLY_ONCE), wanted("c"))
    assert world.saved[-1].name == "Other"


def test_what_the_server_answers_changes_nothing(world: World) -> None:
    connection = world.open(world.profile)
    for state in (SubscriptionState.ACTIVE, SubscriptionState.REFUSED, SubscriptionState.WAITING):
        connection.subscriptions[0].state = state
        connection._tell(Change.SUBSCRIPTIONS)
    assert world.saved == []


async def test_a_connection_without_a_profile_keeps_nothing_and_goes_on(world: World) -> None:
    connection = world.open(Profile(name="", subscriptions=()))
    await connection.subscribe(wanted("c"))
    assert world.saved == []
    assert [entry.filter for entry in connection.subscriptions] == ["c"]


async def test_a_file_that_is_gone_is_no_reason_to_stop(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    connection = world.open(world.profile)
    for path in tmp_path.iterdir():
        path.unlink()
    await connection.subscribe(wanted("c"))
    assert "not saved" in caplog.text
    caplog.clear()
    assert len(connection.subscriptions) == 3


async def test_a_colour_alone_is_not_asked_for_again(world: World) -> None:
    connection = world.open(world.profile)
    first, second = connection.subscriptions
    first.state = SubscriptionState.ACTIVE
    await connection.subscribe_all([wanted("a", colour="#111111"), wanted("b", enabled=False, colour="#222222")])
    assert (first.state, second.state) == (SubscriptionState.ACTIVE, SubscriptionState.OFF)
    await connection.subscribe(wanted("a", colour="#111111"))
    assert first.state is SubscriptionState.WAITING  # the same again is a wish to be sent what is retained
    assert isinstance(second, SubscriptionEntry)


async def test_the_open_connection_follows_an_editor(world: World) -> None:
    connection = world.open(world.profile)
    await connection.subscribe(wanted("typed/here"))
    connection.subscriptions[0].state = SubscriptionState.ACTIVE
    edited = (wanted("a", qos=QoS.AT_LEAST_ONCE), wanted("new"), wanted("later", enabled=False))
    await follow_edit(connection, world.profile.subscriptions, edited)
    assert {entry.filter: entry.state for entry in connection.subscriptions} == {
        "a": SubscriptionState.WAITING,
        "typed/here": SubscriptionState.WAITING,
        "new": SubscriptionState.WAITING,
        "later": SubscriptionState.OFF,
    }
    assert connection.subscriptions[0].settings.qos is QoS.AT_LEAST_ONCE


async def test_what_is_switched_off_in_an_editor_is_ended_at_the_server(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = world.open(world.profile)
    connection.subscriptions[0].state = SubscriptionState.ACTIVE
    ended: list[tuple[str, SubscriptionState, bool]] = []

    async def unsubscribe(entry: SubscriptionEntry, *, forget: bool = True) -> None:
        ended.append((entry.filter, entry.state, forget))
        connection._filters.switch_off(entry, forget=forget)

    monkeypatch.setattr(connection, "unsubscribe", unsubscribe)
    await follow_edit(connection, world.profile.subscriptions, (wanted("a", enabled=False, qos=QoS.AT_LEAST_ONCE),))
    assert ended == [("a", SubscriptionState.ACTIVE, False), ("b", SubscriptionState.OFF, True)]
    assert [(entry.settings.qos, entry.state) for entry in connection.subscriptions] == [
        (QoS.AT_LEAST_ONCE, SubscriptionState.OFF)
    ]


async def test_an_edit_that_concerns_no_subscription_leaves_the_list_alone(world: World) -> None:
    connection = world.open(replace(world.profile, subscriptions=(wanted("only/this"),)))
    before = list(connection.subscriptions)
    await follow_edit(connection, world.profile.subscriptions, world.profile.subscriptions)
    assert connection.subscriptions == before
