"""Turns the outcome of each attempt into where and when the next one goes: servers, versions, redirects. No I/O."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from typing import Final

from .addresses import Address, parse_url
from .client_events import ClientEvent, FellBack, Redirected
from .errors import InvalidUrl, MqttError
from .options import ConnectOptions
from .reason_codes import ReasonCode
from .types import Version
from .verdicts import Verdict, means_version_refused, verdict

MAX_REDIRECTS: Final = 5  # in a row


class Next(Enum):
    NOW = "at once"
    LATER = "after a delay"
    STOP = "never"


class Route:
    """The way of one run of a client. Events that belong to a decision go to `tell`."""

    def __init__(self, tell: Callable[[ClientEvent], None]) -> None:
        self._tell = tell
        self._settled: Version | None = None  # what a server has accepted
        self._refusals = 0  # versions refused in this round
        self._turn = 0  # which of the addresses is next
        self._tried = 0  # addresses that failed in this round
        self._detour: Address | None = None  # where a server sent us
        self._moved = False  # for good
        self._redirects = 0
        self.ever_connected = False

    def address(self, options: ConnectOptions) -> Address:
        return self._detour or options.addresses[self._turn % len(options.addresses)]

    def version(self, options: ConnectOptions) -> Version:
        versions = (options.version, *options.fall_back_to)
        return self._settled if self._settled in versions else versions[min(self._refusals, len(versions) - 1)]

    def connected(self, version: Version) -> None:
        self._settled = version
        self._tried = self._refusals = 0
        self.ever_connected = True

    def held(self) -> None:
        """A connection was up for long enough to count as good."""
        self._redirects = 0

    def lost(self, error: MqttError, options: ConnectOptions) -> Next:
        """An established connection has ended."""
        decision = verdict(error, fresh_credentials=options.credentials is not None)
        if decision is Verdict.REDIRECT:
            return self._redirect(error, options)
        self._leave_detour()
        return Next.STOP if decision is Verdict.STOP else self._later(options)

    def failed(self, error: MqttError, options: ConnectOptions) -> Next:
        """An attempt to connect has failed."""
        if self._settled is None and means_version_refused(error, self.version(options)):
            if self._fall_back(options):
                return Next.NOW
            self._refusals = 0
        decision = verdict(error, fresh_credentials=False)
        if decision is Verdict.REDIRECT:
            return self._redirect(error, options)
        self._leave_detour()
        if decision is not Verdict.RETRY:
            return Next.STOP
        self._turn += 1
        self._tried += 1
        if self._tried < len(options.addresses):
            return Next.NOW
        self._tried = 0
        return self._later(options)

    def _later(self, options: ConnectOptions) -> Next:
        policy = options.reconnect
        if policy is None or not (policy.later if self.ever_connected else policy.first_connect):
            return Next.STOP
        return Next.LATER

    def _fall_back(self, options: ConnectOptions) -> bool:
        if self._refusals >= len(options.fall_back_to):
            return False
        refused = self.version(options)
        self._refusals += 1
        self._tell(FellBack(refused=refused, version=self.version(options)))
        return True

    def _redirect(self, error: MqttError, options: ConnectOptions) -> Next:
        """Use Another Server, Server Moved (section 4.13.2)."""
        references = tuple((error.properties.server_reference or "").split())
        followed = None
        if options.follow_redirects and self._redirects < MAX_REDIRECTS:
            here = self.address(options)
            followed = next((there for text in references if (there := referred(text, here)) is not None), None)
        reason = error.reason or ReasonCode.USE_ANOTHER_SERVER
        self._tell(
            Redirected(reason=reason, server_references=references, followed=str(followed) if followed else None)
        )
        if followed is None:
            return Next.STOP
        self._redirects += 1
        self._detour, self._moved = followed, reason is ReasonCode.SERVER_MOVED
        return Next.NOW

    def _leave_detour(self) -> None:
        """Another server was meant for that one time only; a moved one stays where it is."""
        if not self._moved:
            self._detour = None


def referred(text: str, here: Address) -> Address | None:
    """The address that a server reference means, seen from `here`: host, host:port, [IPv6]:port or a whole URL."""
    scheme = here.scheme.value
    try:
        there = parse_url(text if "://" in text else f"{scheme}://{text}")
    except InvalidUrl:
        return None
    if here.scheme.encrypted and not there.scheme.encrypted:
        return None  # what was to be encrypted stays so
    if here.scheme.websocket and there.scheme is here.scheme and "/" not in (text.partition("://")[2] or text):
        there = replace(there, path=here.path)
    return replace(there, username=None, password=None)
