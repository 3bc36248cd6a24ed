from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from tracemq.viewmodels.complaint import Complaint
from tracemq.viewmodels.numbers import NumberProblem
from tracemq.viewmodels.rows import Column, ComplaintRole, Kind, RowsModel


class Level(IntEnum):
    LOW = 0
    HIGH = 1


@dataclass(frozen=True, slots=True)
class Item:
    name: str = ""
    on: bool = True
    level: Level = Level.LOW
    flag: bool = False


COLUMNS = [Column("name", "Name", flag="on"), Column("level", "Level", Kind.CHOICE), Column("flag", "Flag", Kind.FLAG)]


def made(*items: Item) -> RowsModel[Item]:
    model: RowsModel[Item] = RowsModel(COLUMNS, Item)
    model.show(items)
    return model


def edits(model: RowsModel[Item]) -> list[list[Item]]:
    seen: list[list[Item]] = []
    model.edited.connect(lambda: seen.append(list(model.rows)))
    return seen


def test_the_model_keeps_qts_rules_through_every_change() -> None:
    model = made(Item("a"), Item("b"))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.add()
    assert model.move(2, -1) == 1
    assert model.move(0, 1) == 1
    assert model.move(0, -1) == 0
    model.remove(0)
    model.complain({(0, "name"): Complaint(NumberProblem.NOT_A_NUMBER)})
    model.disable(frozenset({"flag"}))
    model.rename(["x", "y", "z"])
    model.show([])
    del tester


def test_a_cell_is_edited_and_told_once() -> None:
    model = made(Item("a"))
    seen = edits(model)
    assert model.setData(model.index(0, 0), "b")
    assert model.setData(model.index(0, 0), "b")
    assert seen == [[Item("b")]]


def test_the_box_before_a_text_is_another_attribute() -> None:
    model = made(Item("a"))
    model.setData(model.index(0, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert model.rows == [Item("a", on=False)]
    assert model.data(model.index(0, 0), Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Unchecked


def test_an_enum_that_comes_back_from_qt_as_a_number_is_its_member_again() -> None:
    model = made(Item("a"))
    model.setData(model.index(0, 1), 1)
    assert model.rows[0].level is Level.HIGH


def test_showing_the_same_rows_again_resets_nothing() -> None:
    model = made(Item("a"))
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.show([Item("a")])
    assert resets == []
    model.show([Item("b")])
    assert resets == [True]


def test_a_complaint_is_found_in_its_cell() -> None:
    model = made(Item("a"), Item("b"))
    complaint = Complaint(NumberProblem.NOT_A_NUMBER)
    model.complain({(1, "level"): complaint})
    assert model.data(model.index(1, 1), ComplaintRole) == complaint
    assert model.data(model.index(0, 1), ComplaintRole) is None


def test_a_disabled_column_cannot_be_edited() -> None:
    model = made(Item("a"))
    model.disable(frozenset({"level"}))
    assert not model.flags(model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    assert model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable


def test_rows_are_moved_to_the_edges_and_no_further() -> None:
    model = made(Item("a"), Item("b"), Item("c"))
    assert model.move(0, -1) == 0
    assert model.move(2, 1) == 2
    assert model.move(0, 1) == 1
    assert [row.name for row in model.rows] == ["b", "a", "c"]
