"""Turns the options of a client into the settings of its session, credentials asked for anew."""

from __future__ import annotations

from .addresses import Address
from .errors import CredentialsUnavailable
from .negotiation import SessionSettings
from .options import ConnectOptions, Credentials
from .tasks import ask
from .types import Version


def without_credentials(options: ConnectOptions) -> SessionSettings:
    """For a session that is not about to connect."""
    return _settings(options, options.version, Credentials())


async def settings_for(options: ConnectOptions, address: Address, version: Version) -> SessionSettings:
    """For the next connection; raises CredentialsUnavailable if whoever knows the password fails."""
    if options.credentials is not None:
        credentials = await ask(options.credentials, CredentialsUnavailable)
        if not isinstance(credentials, Credentials):
            raise CredentialsUnavailable(f"Credentials were asked for, not {type(credentials).__name__}")
    elif address.username is not None:
        credentials = Credentials(address.username, address.password)
    else:
        credentials = Credentials(options.username, options.password)
    return _settings(options, version, credentials)


def _settings(options: ConnectOptions, version: Version, credentials: Credentials) -> SessionSettings:
    password = credentials.password
    return SessionSettings(
        version=version,
        client_id=options.client_id,
        clean_start=options.clean_start,
        keep_alive=options.keep_alive,
        connect_timeout_s=None,  # the time limit of the whole attempt covers it
        username=credentials.username,
        password=password.encode() if isinstance(password, str) else password,
        will=options.will,
        properties=options.properties,
        auth=options.auth,
        auth_in_thread=bool(getattr(options.auth, "in_thread", False)),
        incoming_packet_limit=options.incoming_packet_limit,
        offline_queue_limit=options.offline_queue_limit,
        resubscribe=options.resubscribe,
        republish=options.republish,
        manual_acknowledgement=options.manual_acknowledgement,
        automatic_aliases=options.automatic_aliases,
    )
