"""The filters of one connection, with what the server said to each; asks for them, and again when that is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from tracemq.mqtt import Client, MqttError, Properties, ReasonCode, Subscription, Version
from tracemq.mqtt.events import SubscribeAnswered
from tracemq.profiles.profile import SubscriptionSettings


class SubscriptionState(Enum):
    OFF = "off"  # in the list, but not asked for
    WAITING = "waiting"  # asked for, or to be asked for once connected
    ACTIVE = "active"
    REFUSED = "refused"


@dataclass(slots=True)
class SubscriptionEntry:
    """A filter of this connection with what the server said to it."""

    settings: SubscriptionSettings
    state: SubscriptionState = SubscriptionState.WAITING
    granted: ReasonCode | None = None
    reason_string: str | None = None
    not_ended: ReasonCode | None = None  # why the server refused to end it
    stood_at: int | None = None  # its place in the list that it was taken from, if the server has given it back

    @property
    def wanted(self) -> SubscriptionSettings:
        """What a profile keeps of it."""
        return replace(self.settings, enabled=self.state is not SubscriptionState.OFF)

    @property
    def filter(self) -> str:
        return self.settings.filter


class SubscriptionList:
    """`entries` in the order of the profile; `changed` is called after each change, `failed` with what went wrong."""

    def __init__(
        self,
        settings: Sequence[SubscriptionSettings],
        changed: Callable[[], object],
        failed: Callable[[MqttError], object],
    ) -> None:
        self.entries = [
            SubscriptionEntry(each, SubscriptionState.WAITING if each.enabled else SubscriptionState.OFF)
            for each in settings
        ]
        self._changed = changed
        self._failed = failed

    def put(self, settings: Sequence[SubscriptionSettings]) -> list[SubscriptionEntry]:
        """Put filters into the list, or give those that are there other options; returns what is to be asked for.

        A colour is ours alone: where nothing else is new, the server is not asked again. What is not enabled stands in
        the list alone; whoever puts it there has ended it before.
        """
        known = {entry.filter: entry for entry in self.entries}
        due = []
        for wanted in settings:
            entry = known.get(wanted.filter)
            if entry is None:
                entry = known[wanted.filter] = SubscriptionEntry(wanted)
                self.entries.append(entry)
            elif _differ_in_colour_alone(entry.settings, wanted):
                entry.settings = wanted
                continue
            entry.settings = wanted
            entry.state = SubscriptionState.WAITING if wanted.enabled else SubscriptionState.OFF
            entry.reason_string = entry.not_ended = entry.stood_at = None
            if wanted.enabled:
                due.append(entry)
        self._changed()
        return due

    def switch_off(self, entry: SubscriptionEntry, *, forget: bool) -> bool:
        """End a subscription here, and take it from the list with `forget`; whether the server is to be told."""
        if forget:
            entry.stood_at = self.entries.index(entry)
            self.entries.remove(entry)
        was, entry.state = entry.state, SubscriptionState.OFF
        self._changed()
        return was is SubscriptionState.ACTIVE

    def still_there(self, entry: SubscriptionEntry, why: ReasonCode) -> None:
        """The server refused to end a subscription: it goes on, whatever was wished, as long as the session lasts."""
        if entry.stood_at is not None and all(each.filter != entry.filter for each in self.entries):
            self.entries.insert(entry.stood_at, entry)
        if entry in self.entries and entry.state is SubscriptionState.OFF:
            entry.state, entry.not_ended = SubscriptionState.ACTIVE, why
        self._changed()

    def answered(self, event: SubscribeAnswered) -> None:
        """Keep what the server says beside its codes: of what it refuses, or of all that it takes."""
        refused = any(code.failed for code in event.reason_codes)
        said = {
            asked.filter: event.properties.reason_string
            for asked, code in zip(event.subscriptions, event.reason_codes, strict=False)
            if code.failed or not refused
        }
        for entry in self.entries:
            entry.reason_string = said.get(entry.filter, entry.reason_string)

    def due(self, *, session_present: bool) -> list[SubscriptionEntry]:
        """What a server that has just accepted us does not have (any more); these are waiting from now on."""
        if not session_present:
            self._let_end()
        wanted = [
            entry
            for entry in self.entries
            if entry.state is not SubscriptionState.OFF
            and not (session_present and entry.state is SubscriptionState.ACTIVE)
        ]
        for entry in wanted:
            entry.state = SubscriptionState.WAITING
            entry.reason_string = None
        return wanted

    def _let_end(self) -> None:
        """The session is over, and with it what the server had refused to end: as was wished after all."""
        for entry in [entry for entry in self.entries if entry.not_ended is not None]:
            entry.state, entry.not_ended = SubscriptionState.OFF, None
            if entry.stood_at is not None:
                self.entries.remove(entry)

    async def ask_for(self, client: Client, entries: Sequence[SubscriptionEntry], version: Version) -> None:
        """One SUBSCRIBE for those without identifier and user properties, and one for each that has some."""
        plain = [entry for entry in entries if _properties(entry.settings) == Properties()]
        groups = [plain] if plain else []
        groups += [[entry] for entry in entries if entry not in plain]
        for group in groups:
            wanted = [_subscription(entry.settings, version) for entry in group]
            properties = _properties(group[0].settings) if version is Version.V5 else Properties()
            try:
                codes = await client.subscribe(wanted, properties=properties)
            except MqttError as error:
                for entry in group:
                    entry.state = SubscriptionState.REFUSED
                self._failed(error)
                continue
            for entry, code in zip(group, codes, strict=True):
                entry.granted = code
                entry.state = SubscriptionState.REFUSED if code.failed else SubscriptionState.ACTIVE
            self._changed()


def _differ_in_colour_alone(one: SubscriptionSettings, other: SubscriptionSettings) -> bool:
    return one.colour != other.colour and replace(one, colour="") == replace(other, colour="")


def _subscription(settings: SubscriptionSettings, version: Version) -> Subscription:
    if version is Version.V5:
        return settings.subscription()
    return Subscription(settings.filter, settings.qos)  # 3.x has no options


def _properties(settings: SubscriptionSettings) -> Properties:
    identifiers = () if settings.identifier is None else (settings.identifier,)
    return Properties(subscription_identifiers=identifiers, user_properties=settings.user_properties)
