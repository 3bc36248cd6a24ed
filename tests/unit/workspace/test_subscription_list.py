"""What a server says to filters stands beside them."""

from __future__ import annotations

from dataclasses import replace

from tracemq.mqtt import Properties, ReasonCode, Subscription
from tracemq.mqtt.events import SubscribeAnswered
from tracemq.profiles.profile import SubscriptionSettings
from tracemq.workspace.subscription_list import SubscriptionList, SubscriptionState


def made(*filters: str) -> SubscriptionList:
    return SubscriptionList([SubscriptionSettings(filter=each) for each in filters], lambda: None, lambda _: None)


def answer(said: str | None, **codes: ReasonCode) -> SubscribeAnswered:
    return SubscribeAnswered(
        ticket=1,
        subscriptions=tuple(Subscription(each) for each in codes),
        reason_codes=tuple(codes.values()),
        properties=Properties(reason_string=said),
    )


def words(entries: SubscriptionList) -> list[str | None]:
    return [entry.reason_string for entry in entries.entries]


def test_the_words_of_a_refusal_belong_to_what_was_refused() -> None:
    entries = made("a", "b", "c")
    entries.answered(answer("quota", a=ReasonCode.GRANTED_QOS_0, b=ReasonCode.QUOTA_EXCEEDED))
    assert words(entries) == [None, "quota", None]
    entries.answered(answer("welcome", c=ReasonCode.GRANTED_QOS_0))
    assert words(entries) == [None, "quota", "welcome"]
    entries.due(session_present=False)
    assert words(entries) == [None, None, None]


def test_words_are_forgotten_when_a_filter_is_asked_for_again() -> None:
    entries = made("a")
    entries.answered(answer("no", a=ReasonCode.NOT_AUTHORIZED))
    entries.put([SubscriptionSettings(filter="a", no_local=True)])
    assert words(entries) == [None]


def test_what_a_server_does_not_end_goes_on() -> None:
    entries = made("a", "b")
    kept, gone = entries.entries
    kept.state = gone.state = SubscriptionState.ACTIVE
    entries.switch_off(kept, forget=False)
    entries.switch_off(gone, forget=True)
    for entry in (kept, gone):
        entries.still_there(entry, ReasonCode.NOT_AUTHORIZED)
    assert entries.entries == [kept, gone]
    assert {entry.state for entry in entries.entries} == {SubscriptionState.ACTIVE}
    assert kept.not_ended is ReasonCode.NOT_AUTHORIZED
    entries.put([kept.settings])
    assert kept.not_ended is None


def test_what_a_server_did_not_end_ends_with_its_session() -> None:
    entries = made("a", "b", "c")
    gone, off, other = entries.entries
    for entry in (gone, off, other):
        entry.state = SubscriptionState.ACTIVE
    entries.switch_off(gone, forget=True)
    entries.switch_off(off, forget=False)
    for entry in (gone, off):
        entries.still_there(entry, ReasonCode.NOT_AUTHORIZED)
    assert entries.entries == [gone, off, other]
    assert entries.due(session_present=True) == []
    assert [entry.not_ended for entry in (gone, off)] == [ReasonCode.NOT_AUTHORIZED] * 2
    assert entries.due(session_present=False) == [other]
    assert entries.entries == [off, other]
    assert (off.state, off.not_ended) == (SubscriptionState.OFF, None)


def test_what_is_wished_for_again_stays_when_the_session_that_kept_it_ends() -> None:
    entries = made("a")
    (entry,) = entries.entries
    entry.state = SubscriptionState.ACTIVE
    entries.switch_off(entry, forget=True)
    entries.still_there(entry, ReasonCode.NOT_AUTHORIZED)
    assert entries.put([replace(entry.settings, no_local=True)]) == [entry]
    assert entries.due(session_present=False) == [entry]
    assert entries.entries == [entry]


def test_a_refusal_that_comes_too_late_changes_nothing() -> None:
    entries = made("a")
    entry = entries.entries[0]
    entry.state = SubscriptionState.ACTIVE
    entries.switch_off(entry, forget=False)
    entries.put([entry.settings])  # it was switched on again meanwhile
    entries.still_there(entry, ReasonCode.NOT_AUTHORIZED)
    assert entry.state is SubscriptionState.WAITING
    assert entry.not_ended is None
