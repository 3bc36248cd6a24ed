"""Turns a profile into an examination: a real connect, step by step, with the cause of what went wrong.

It leaves no trace where it can: nothing is saved, a session that waits at the server is not touched (an examination
with clean start off uses a client id of its own), nor is a connection of this program that is open with the same id,
and shared subscriptions are left out, because they would take messages away from the others of their group.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from tracemq.mqtt import (
    Client,
    Connected,
    ConnectionLost,
    ConnectOptions,
    Disconnected,
    MqttError,
    ReasonCode,
    Subscription,
    TransportFacts,
    TransportOpened,
    Version,
)
from tracemq.mqtt.errors import TlsFailed
from tracemq.mqtt.topics import is_shared
from tracemq.mqtt.transports.base import Step, StepDone, TlsFacts
from tracemq.mqtt.transports.proxies import proxy_for
from tracemq.profiles.profile import Profile, Scheme, new_client_id
from tracemq.profiles.url import url
from tracemq.profiles.yaml_nodes import BadFileError

from .certificate_facts import CertificateFacts, chain_facts, days_left
from .connect_options import connect_options
from .diagnosis import Cause, Diagnosis, diagnose, refused_filters
from .probes import look_closer
from .profile_secrets import ProfileSecrets

HOLD_S: Final = 2.0  # another client with our client id usually comes back within a second
SOON_DAYS: Final = 21


class Identity(Enum):
    """With which client id the examination was made."""

    OWN = auto()
    OTHER_SESSION_WAITS = auto()  # another one, because a session may wait at the server under our own
    OTHER_IN_USE = auto()  # another one, because a connection of this program is open with our own


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What came of it; `diagnoses` begins with the fatal one if there is one, `url` has no credentials and no query."""

    url: str
    version: Version
    expected: tuple[Step, ...]
    steps: tuple[StepDone, ...]
    diagnoses: tuple[Diagnosis, ...]
    identity: Identity = Identity.OWN
    error: BaseException | None = None
    transport: TransportFacts | None = None
    connected: Connected | None = None
    chain: tuple[CertificateFacts, ...] = ()
    left_out: tuple[str, ...] = ()  # filters of shared subscriptions
    seconds: float = 0.0

    @property
    def fatal(self) -> Diagnosis | None:
        """Why it failed; None if it did not."""
        return next((diagnosis for diagnosis in self.diagnoses if diagnosis.fatal), None)


def _tell_nobody(step: StepDone) -> None:
    """Nobody watches."""


def expected_steps(profile: Profile) -> tuple[Step, ...]:
    """The steps that a connect of this profile takes, in their order."""
    steps = [Step.TCP] if profile.scheme is Scheme.UNIX else [Step.LOOK_UP, Step.TCP]
    if _through_proxy(profile):
        steps = [Step.PROXY]
    if profile.scheme.encrypted:
        steps.append(Step.TLS)
    if profile.scheme.websocket:
        steps.append(Step.WEBSOCKET)
    steps.append(Step.CONNECT)
    return (*steps, Step.SUBSCRIBE) if _filters(profile) else tuple(steps)


def _through_proxy(profile: Profile) -> bool:
    if profile.scheme is Scheme.UNIX:
        return False
    try:
        options = connect_options(replace(profile, will=replace(profile.will, enabled=False)), ProfileSecrets())
        return proxy_for(options.addresses[0], options.proxy) is not None
    except (MqttError, ValueError):  # the examination itself says what is wrong
        return False


def _filters(profile: Profile) -> list[Subscription]:
    """What is asked for; without shared subscriptions and, before version 5, without options."""
    wanted = [settings for settings in profile.subscriptions if settings.enabled and not is_shared(settings.filter)]
    if profile.version is Version.V5:
        return [settings.subscription() for settings in wanted]
    return [Subscription(settings.filter, settings.qos) for settings in wanted]


async def examine(
    profile: Profile,
    secrets: ProfileSecrets,
    told: Callable[[StepDone], object] = _tell_nobody,
    *,
    id_in_use: bool = False,
    hold_s: float = HOLD_S,
) -> Examination:
    """Connect, subscribe, wait `hold_s` seconds for others with the same client id, disconnect; never raises MqttError.

    `told` gets each step as it ends. With `id_in_use` this program is connected under the profile's client id already.
    """
    return await _Examiner(profile, told, _identity(profile, id_in_use=id_in_use)).run(secrets, hold_s)


def _identity(profile: Profile, *, id_in_use: bool) -> Identity:
    if not profile.client_id:
        return Identity.OWN
    if id_in_use:
        return Identity.OTHER_IN_USE
    return Identity.OWN if profile.clean_start else Identity.OTHER_SESSION_WAITS


class _Examiner:
    """One examination while it is made."""

    def __init__(self, profile: Profile, told: Callable[[StepDone], object], identity: Identity) -> None:
        self._profile = profile
        self._told = told
        self._identity = identity
        self._steps: list[StepDone] = []
        self._transport: TransportFacts | None = None
        self._connected: Connected | None = None
        self._error: BaseException | None = None
        self._started = time.monotonic()

    async def run(self, secrets: ProfileSecrets, hold_s: float) -> Examination:
        try:
            options = self._options(secrets)
        except (MqttError, BadFileError, OSError, ValueError) as error:
            self._error = error
            return self._made([Diagnosis(cause=Cause.NOT_SENT, facts={"error": error})])
        diagnoses: list[Diagnosis] = []
        try:
            refused = await self._connect(options, hold_s)
            if refused:
                diagnoses.append(refused_filters(refused))
        except MqttError as error:
            self._error = error
            failed = self._failed_step()
            found = await look_closer(error, self._profile, options, failed, hold_s)
            diagnoses.append(diagnose(error, self._profile, failed, found))
        return self._made([*diagnoses, *self._surprises()])

    def _options(self, secrets: ProfileSecrets) -> ConnectOptions:
        options = connect_options(self._profile, secrets)
        client_id = options.client_id if self._identity is Identity.OWN else new_client_id()
        return replace(options, client_id=client_id, clean_start=True, reconnect=None, session_store=None)

    async def _connect(self, options: ConnectOptions, hold_s: float) -> list[tuple[str, ReasonCode]]:
        """Go the whole way and back; the filters that were refused."""
        client = Client(options)
        client.on_step = self._step
        client.listen(TransportOpened, self._opened)
        ended: asyncio.Future[MqttError | None] = asyncio.get_running_loop().create_future()
        client.listen(Disconnected, lambda event: None if ended.done() else ended.set_result(event.error))
        try:
            self._connected = await client.connect()
            wanted = _filters(self._profile)
            codes = await client.subscribe(wanted) if wanted else ()
            await self._hold(ended, hold_s)
        finally:
            await client.disconnect()
        pairs = zip((one.filter for one in wanted), codes, strict=True)
        return [(topic_filter, code) for topic_filter, code in pairs if code.failed]

    async def _hold(self, ended: asyncio.Future[MqttError | None], hold_s: float) -> None:
        """Stay connected for a moment; raises what ends the connection meanwhile."""
        done, _ = await asyncio.wait([ended], timeout=hold_s)
        if done:
            raise ended.result() or ConnectionLost("closed")

    def _step(self, step: StepDone) -> None:
        self._steps.append(step)
        self._told(step)

    def _opened(self, event: TransportOpened) -> None:
        self._transport = event.facts

    def _failed_step(self) -> Step | None:
        return next((step.step for step in self._steps if step.error is not None), None)

    def _surprises(self) -> list[Diagnosis]:
        found: list[Diagnosis] = []
        profile = self._profile
        expiry = profile.mqtt5.session_expiry_interval_s
        if profile.version is Version.V5 and not profile.clean_start and not expiry:
            found.append(Diagnosis(cause=Cause.SESSION_ENDS_AT_ONCE))
        tls = self._transport.tls if self._transport else None
        if tls is not None and not tls.verified:
            found.append(Diagnosis(cause=Cause.NOT_VERIFIED))
        chain = chain_facts(tls)
        if chain and 0 <= (days := days_left(chain[0])) < SOON_DAYS:
            facts = {"valid_until": chain[0].valid_until, "days": days}
            found.append(Diagnosis(cause=Cause.CERTIFICATE_EXPIRES_SOON, facts=facts))
        return found

    def _chain(self) -> tuple[CertificateFacts, ...]:
        error = self._error
        if isinstance(error, TlsFailed) and error.certificate:
            shown = TlsFacts(version="", cipher="", verified=False, certificate=error.certificate, chain=error.chain)
            return chain_facts(shown)
        return chain_facts(self._transport.tls if self._transport else None)

    def _made(self, diagnoses: Sequence[Diagnosis]) -> Examination:
        profile = self._profile
        return Examination(
            url=url(profile).partition("?")[0],
            version=profile.version,
            expected=expected_steps(profile),
            steps=tuple(self._steps),
            diagnoses=tuple(diagnoses),
            identity=self._identity,
            error=self._error,
            transport=self._transport,
            connected=self._connected,
            chain=self._chain(),
            left_out=tuple(item.filter for item in profile.subscriptions if item.enabled and is_shared(item.filter)),
            seconds=time.monotonic() - self._started,
        )
