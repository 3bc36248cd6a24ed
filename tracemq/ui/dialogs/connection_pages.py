"""Turns the keys of the connection dialog's pages into pages, each made and imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tracemq.profiles.secrets import SecretsState
from tracemq.ui.fields import FormPage

from .general_page import GeneralPage
from .profile_fields import ProfileFields


class ConnectionPages(Mapping[str, FormPage]):
    """Pages in their order; `place` is given each one, with its key, as soon as it is made."""

    def __init__(self, fields: ProfileFields, keyring: SecretsState, place: Callable[[str, FormPage], object]) -> None:
        self.made: dict[str, FormPage] = {}
        self._fields = fields
        self._keyring = keyring
        self._place = place
        self._makers: dict[str, Callable[[], FormPage]] = {
            "general": lambda: GeneralPage(fields),
            "authentication": self._authentication,
            "tls": self._tls,
            "websocket": self._websocket,
            "subscriptions": self._subscriptions,
            "will": self._will,
            "mqtt5": self._mqtt5,
            "proxy": self._proxy,
            "notes": self._notes,
        }

    def __getitem__(self, key: str) -> FormPage:
        if key not in self.made:
            page = self.made[key] = self._makers[key]()
            self._place(key, page)
        return self.made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def make_next(self) -> bool:
        """Make one that is not there yet; return whether there was one."""
        missing = next((key for key in self if key not in self.made), None)
        if missing is not None:
            self[missing]
        return missing is not None

    def _authentication(self) -> FormPage:
        from .authentication_page import AuthenticationPage

        return AuthenticationPage(self._fields, self._keyring)

    def _tls(self) -> FormPage:
        from .tls_page import TlsPage

        return TlsPage(self._fields, self._keyring)

    def _websocket(self) -> FormPage:
        from .websocket_page import WebSocketPage

        return WebSocketPage(self._fields)

    def _subscriptions(self) -> FormPage:
        from .subscriptions_page import SubscriptionsPage

        return SubscriptionsPage(self._fields)

    def _will(self) -> FormPage:
        from .will_page import WillPage

        return WillPage(self._fields)

    def _mqtt5(self) -> FormPage:
        from .mqtt5_page import Mqtt5Page

        return Mqtt5Page(self._fields)

    def _proxy(self) -> FormPage:
        from .proxy_page import ProxyPage

        return ProxyPage(self._fields)

    def _notes(self) -> FormPage:
        from .notes_page import NotesPage

        return NotesPage(self._fields)
