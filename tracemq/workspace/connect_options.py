"""A profile and its secrets become what the client needs to connect."""

from __future__ import annotations

from tracemq.mqtt import (
    Authenticator,
    ConnectOptions,
    Properties,
    ProxyOptions,
    ReconnectPolicy,
    ScramAuthenticator,
    SessionStore,
    TlsOptions,
    Version,
    Will,
)
from tracemq.profiles.profile import (
    DEFAULT_PROXY_PORTS,
    AuthMethod,
    ClientCertificate,
    Profile,
    ProxyKind,
    Scheme,
    Trust,
    WillSettings,
)
from tracemq.profiles.url import url
from tracemq.profiles.will_payload import will_payload

from .profile_secrets import ProfileSecrets


def connect_options(profile: Profile, secrets: ProfileSecrets, store: SessionStore | None = None) -> ConnectOptions:
    """Translate a profile that has no problems; RefusedLocally, ValueError or BadFileError (the will) otherwise.

    With clean start off the session outlives the program in `store`. Without one the server would come back with a
    session that we know nothing of, and the standard has us close the connection [MQTT-3.2.2-4].
    """
    uses_password = profile.authentication in {AuthMethod.PASSWORD, AuthMethod.TOKEN}
    return ConnectOptions(
        url=url(profile),
        version=profile.version,
        client_id=profile.client_id,
        clean_start=profile.clean_start,
        keep_alive=profile.keep_alive_s,
        connect_timeout_s=profile.connect_timeout_s,
        username=(profile.username or None) if uses_password else None,
        password=(secrets.password or None) if uses_password else None,  # an empty answer means "without"
        auth=_authenticator(profile, secrets),
        will=_will(profile.will, profile.version) if profile.will.enabled else None,
        properties=_properties(profile),
        tls=_tls(profile, secrets) if profile.scheme.encrypted else None,
        headers=_headers(profile, secrets) if profile.scheme.websocket else (),
        websocket_compression=profile.websocket.compression,
        proxy=_proxy(profile, secrets) if profile.scheme is not Scheme.UNIX else None,
        reconnect=_reconnect(profile),
        session_store=None if profile.clean_start else store,
        resubscribe=False,  # Connection does, with the identifiers and switches of its list
    )


def _authenticator(profile: Profile, secrets: ProfileSecrets) -> Authenticator | None:
    if not profile.authentication.enhanced or profile.version is not Version.V5:
        return None
    return ScramAuthenticator(profile.username, secrets.password or "", profile.authentication.value)


def _properties(profile: Profile) -> Properties:
    if profile.version is not Version.V5:
        return Properties()
    settings = profile.mqtt5
    return Properties(
        session_expiry_interval=settings.session_expiry_interval_s,
        receive_maximum=settings.receive_maximum,
        maximum_packet_size=settings.maximum_packet_size,
        topic_alias_maximum=settings.topic_alias_maximum,
        request_response_information=1 if settings.request_response_information else None,
        request_problem_information=None if settings.request_problem_information else 0,
        user_properties=settings.user_properties,
    )


def _will(will: WillSettings, version: Version) -> Will:
    properties = Properties()
    if version is Version.V5:
        properties = Properties(
            will_delay_interval=will.delay_interval_s,
            message_expiry_interval=will.message_expiry_interval_s,
            payload_format_indicator=will.payload_format_indicator,
            content_type=will.content_type or None,
            response_topic=will.response_topic or None,
            correlation_data=will.correlation_data or None,
            user_properties=will.user_properties,
        )
    return Will(will.topic, will_payload(will), will.qos, will.retain, properties)


def _tls(profile: Profile, secrets: ProfileSecrets) -> TlsOptions:
    tls = profile.tls
    certificate = {ClientCertificate.PEM: tls.cert_file, ClientCertificate.P12: tls.p12_file}.get(tls.certificate)
    return TlsOptions(
        ca_file=tls.ca_file if tls.trust is Trust.CA_FILE else None,
        ca_folder=tls.ca_folder if tls.trust is Trust.CA_FOLDER else None,
        cert_file=certificate or None,
        key_file=(tls.key_file or None) if tls.certificate is ClientCertificate.PEM else None,
        key_password=secrets.key_passphrase,
        verify=tls.verified,
        server_name=tls.server_name or None,
        alpn=tls.alpn,
        minimum_version=tls.minimum_version.value,
        psk_identity=tls.psk_identity or None,
        psk_key=bytes.fromhex(secrets.psk) if secrets.psk and tls.psk_identity else None,
    )


def _headers(profile: Profile, secrets: ProfileSecrets) -> tuple[tuple[str, str], ...]:
    return tuple(
        (header.name, secrets.headers.get(header.name, "") if header.secret else header.value)
        for header in profile.websocket.headers
    )


def _proxy(profile: Profile, secrets: ProfileSecrets) -> ProxyOptions | None:
    proxy = profile.proxy
    match proxy.kind:
        case ProxyKind.NONE:
            return None
        case ProxyKind.SYSTEM:
            return ProxyOptions(scheme="system")
        case ProxyKind.SOCKS5:
            scheme = "socks5h" if proxy.remote_dns else "socks5"
        case ProxyKind.HTTP:
            scheme = "http"
    port = proxy.port or DEFAULT_PROXY_PORTS[proxy.kind]
    return ProxyOptions(scheme, proxy.host, port, proxy.username or None, secrets.proxy_password or None)


def _reconnect(profile: Profile) -> ReconnectPolicy | None:
    settings = profile.reconnect
    if not settings.enabled:
        return None
    return ReconnectPolicy(
        first_delay_s=settings.first_delay_s,
        max_delay_s=max(settings.first_delay_s, settings.max_delay_s),
        attempts=settings.attempts or None,
    )
