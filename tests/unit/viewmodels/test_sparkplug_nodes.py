"""Sparkplug B payloads of a connection are read with what its edge nodes have told before."""

from __future__ import annotations

from tests.support.open_connection import connection, receive
from tests.unit.history.batches import Sent
from tests.unit.payloads.test_sparkplug import metric, number, payload
from tracemq.payloads.detect import Format
from tracemq.payloads.tree import finish
from tracemq.viewmodels.payload_reader import Reading, read_steps
from tracemq.viewmodels.sparkplug_nodes import EdgeNodes, SparkplugFacts
from tracemq.workspace.connection import Connection

NODE = "spBv1.0/plant/{}/edge"


def opened(*sent: Sent) -> Connection:
    made = connection()
    receive(made, *sent)
    for now_s in (1.0, 2.0):
        made.tick(now_s)
    return made


def read(of: Connection, seq: int) -> Reading:
    nodes = EdgeNodes(of.log, of.tree)
    return finish(read_steps(of.log.message(seq), told=nodes, seq=seq))


def facts(reading: Reading) -> SparkplugFacts:
    assert reading.format is Format.SPARKPLUG_B
    assert reading.sparkplug is not None
    return reading.sparkplug


def labels(reading: Reading) -> list[str]:
    assert reading.tree is not None
    return [reading.tree.label(node) for node in reading.tree.children(0)]


def test_aliases_are_resolved_from_the_births_of_edge_node_and_device() -> None:
    made = opened(
        Sent(NODE.format("NBIRTH"), payload(0, metric("bdSeq", -1, 8, number(11, 4)), metric("Uptime", 1, 8))),
        Sent(NODE.format("DBIRTH") + "/press", payload(1, metric("Force", 2, 9))),
        Sent(NODE.format("DDATA") + "/press", payload(2, metric("", 2), metric("", 1), metric("", 9))),
        Sent("spBv1.0/plant/NDATA/other", payload(7, metric("", 1))),
    )
    reading = read(made, 2)
    assert labels(reading) == ["timestamp", "Force (alias 2)", "Uptime (alias 1)", "alias 9", "seq"]
    assert (facts(reading).unknown_aliases, facts(reading).births_seen) == (1, True)
    assert facts(read(made, 0)).life == "4"
    alone = facts(read(made, 3))
    assert (alone.unknown_aliases, alone.births_seen) == (1, False)


def test_a_gap_in_the_numbers_of_an_edge_node_is_counted_across_its_devices() -> None:
    made = opened(
        Sent(NODE.format("NBIRTH"), payload(255)),
        Sent(NODE.format("NDATA"), payload(0)),
        Sent("spBv1.0/plant/NDATA/other", payload(77)),
        Sent(NODE.format("DDATA") + "/press", payload(1)),
        Sent(NODE.format("NCMD"), payload(50)),
        Sent(NODE.format("NDATA"), payload(4)),
        Sent(NODE.format("NBIRTH"), payload(0)),
    )
    found = [facts(read(made, seq)).numbering for seq in (0, 1, 3, 5, 6)]
    assert [(item.seq, item.before, item.missing) for item in found] == [
        (255, None, 0),
        (0, 255, 0),
        (1, 0, 0),
        (4, 1, 2),
        (0, None, 0),
    ]


def test_without_a_log_a_payload_is_read_for_itself() -> None:
    made = opened(Sent(NODE.format("NDATA"), payload(3, metric("", 1))))
    reading = finish(read_steps(made.log.message(0)))
    assert facts(reading).numbering.seq is None
    assert labels(reading) == ["timestamp", "alias 1", "seq"]
