from __future__ import annotations

import msgpack
from hypothesis import given
from hypothesis import strategies as st

from tracemq.demo.message_pack import Value, pack

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**31), 2**32 - 1)
    | st.floats(width=32, allow_nan=False)
    | st.text(max_size=300)
    | st.binary(max_size=300),
    lambda values: st.lists(values, max_size=20) | st.dictionaries(st.text(max_size=40), values, max_size=20),
    max_leaves=20,
)


@given(plain)
def test_another_reader_gets_back_what_was_packed(value: Value) -> None:
    assert msgpack.unpackb(pack(value)) == value
