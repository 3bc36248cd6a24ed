"""Handlers that came with subscriptions into the router, until their filters are unsubscribed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from .packets import Subscription
from .reason_codes import ReasonCode
from .router import Handler, Router


class SubscriptionHandlers:
    """A filter may have several: one for each time that it was subscribed to with a handler."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self._removers: dict[str, list[Callable[[], None]]] = {}  # by filter

    def add(self, subscriptions: Sequence[Subscription], handler: Handler) -> Callable[[Sequence[ReasonCode]], None]:
        """Call it from now on: the first messages may come before SUBACK.

        The function returned takes what became of the subscriptions, a reason code for each, none at all if the request
        failed; where one failed its handler leaves, and those of an earlier subscription to the same filter stay.
        """
        added = [(one.filter, self._router.add(one.filter, handler)) for one in subscriptions]
        for topic_filter, remove in added:
            self._removers.setdefault(topic_filter, []).append(remove)

        def answered(codes: Sequence[ReasonCode]) -> None:
            for index, (topic_filter, remove) in enumerate(added):
                if not codes or codes[index].failed:
                    self._drop_one(topic_filter, remove)

        return answered

    def drop(self, filters: Iterable[str]) -> None:
        """They are unsubscribed."""
        for topic_filter in filters:
            for remove in self._removers.pop(topic_filter, ()):
                remove()

    def _drop_one(self, topic_filter: str, remove: Callable[[], None]) -> None:
        removers = self._removers.get(topic_filter, [])
        if remove in removers:  # otherwise it was unsubscribed meanwhile
            removers.remove(remove)
            remove()
