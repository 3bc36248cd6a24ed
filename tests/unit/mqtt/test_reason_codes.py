"""The table of reason codes and what 3.x makes of it."""

from __future__ import annotations

import pytest

from tracemq.mqtt.reason_codes import ALLOWED, REASON_OF_RETURN_CODE, ConnectReturnCode, ReasonCode
from tracemq.mqtt.types import PacketType

P = PacketType
ACKS = {P.PUBACK, P.PUBREC}
FINAL = {P.PUBREL, P.PUBCOMP}
SUB, UNSUB = {P.SUBACK}, {P.UNSUBACK}
CON, DIS = {P.CONNACK}, {P.DISCONNECT}

# Table 2-6 of section 2.4. It names 0x8C for DISCONNECT, the table of section 3.14.2.1 does not: the latter is the
# list that [MQTT-3.14.2-1] makes binding.
TABLE_2_6: dict[int, set[PacketType]] = {
    0x00: CON | ACKS | FINAL | SUB | UNSUB | DIS | {P.AUTH},
    0x01: SUB,
    0x02: SUB,
    0x04: DIS,
    0x10: ACKS,
    0x11: UNSUB,
    0x18: {P.AUTH},
    0x19: {P.AUTH},
    0x80: CON | ACKS | SUB | UNSUB | DIS,
    0x81: CON | DIS,
    0x82: CON | DIS,
    0x83: CON | ACKS | SUB | UNSUB | DIS,
    0x84: CON,
    0x85: CON,
    0x86: CON,
    0x87: CON | ACKS | SUB | UNSUB | DIS,
    0x88: CON,
    0x89: CON | DIS,
    0x8A: CON,
    0x8B: DIS,
    0x8C: CON,
    0x8D: DIS,
    0x8E: DIS,
    0x8F: SUB | UNSUB | DIS,
    0x90: CON | ACKS | DIS,
    0x91: ACKS | SUB | UNSUB,
    0x92: FINAL,
    0x93: DIS,
    0x94: DIS,
    0x95: CON | DIS,
    0x96: DIS,
    0x97: CON | ACKS | SUB | DIS,
    0x98: DIS,
    0x99: CON | ACKS | DIS,
    0x9A: CON | DIS,
    0x9B: CON | DIS,
    0x9C: CON | DIS,
    0x9D: CON | DIS,
    0x9E: SUB | DIS,
    0x9F: CON | DIS,
    0xA0: DIS,
    0xA1: SUB | DIS,
    0xA2: SUB | DIS,
}


def test_the_table_is_that_of_the_standard() -> None:
    table = {int(code): {packet for packet, codes in ALLOWED.items() if code in codes} for code in ReasonCode}
    assert table == TABLE_2_6


@pytest.mark.parametrize("code", ReasonCode)
def test_codes_from_0x80_on_mean_failure(code: ReasonCode) -> None:
    assert code.failed is (int(code) >= 0x80)


def test_0x00_goes_by_three_names() -> None:
    names = {name for name, code in ReasonCode.__members__.items() if code == 0}
    assert names == {"SUCCESS", "NORMAL_DISCONNECTION", "GRANTED_QOS_0"}


def test_each_return_code_of_3x_has_a_reason_code() -> None:
    assert set(REASON_OF_RETURN_CODE) == set(ConnectReturnCode)
    assert {code for code, reason in REASON_OF_RETURN_CODE.items() if not reason.failed} == {ConnectReturnCode.ACCEPTED}
    assert set(REASON_OF_RETURN_CODE.values()) <= ALLOWED[PacketType.CONNACK]
    assert len(set(REASON_OF_RETURN_CODE.values())) == len(ConnectReturnCode)


def test_return_codes_have_the_names_of_their_reason_codes_where_both_exist() -> None:
    for code, reason in REASON_OF_RETURN_CODE.items():
        assert code.name not in ReasonCode.__members__ or code.name == reason.name
