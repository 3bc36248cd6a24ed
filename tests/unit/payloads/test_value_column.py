from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.payloads.tree import LongText, Value
from tracemq.payloads.value_column import LONG_BYTES, ValueColumn

VALUES = st.one_of(st.text(), st.text(alphabet="\ud800\udfff\u00e9\0"), st.binary(), st.just(memoryview(b"view")))


@given(st.lists(VALUES), st.data())
def test_every_value_comes_back_as_what_it_was(values: list[Value], data: st.DataObject) -> None:
    column: ValueColumn[Value] = ValueColumn()
    for value in values:
        column.append(value)
    if values:
        at = data.draw(st.integers(0, len(values) - 1))
        values[at] = column[at] = "written later"
    assert len(column) == len(values)
    assert [column[number] for number in range(len(column))] == values
    assert [type(column[number]) for number in range(len(column))] == [type(value) for value in values]


def test_what_is_long_is_not_copied() -> None:
    column: ValueColumn[Value] = ValueColumn()
    for value in (b"x" * (LONG_BYTES + 1), LongText(b"x"), memoryview(b"x" * LONG_BYTES)):
        column.append(value)
        assert column[len(column) - 1] is value


def test_there_is_nothing_behind_the_last_value() -> None:
    column: ValueColumn[str] = ValueColumn()
    column.append("only")
    with pytest.raises(IndexError):
        column[1]
