"""The inspector in the program itself, by mouse and keyboard: a rule for a topic is made, a message copied."""

from __future__ import annotations

import asyncio
from pathlib import Path

import yaml

from tests.support.marks import ON_SCREEN
from tests.support.mosquitto import Mosquitto
from tests.support.mosquitto_clients import mosquitto_pub
from tests.support.program import start
from tests.support.screen import VirtualScreen, wait_until
from tracemq import APP_NAME

pytestmark = list(ON_SCREEN)
FIRST_ROW = (594, 166)  # in the window, at 1280x800
COPY = (1216, 222)
MORE = (1246, 222)


def test_a_message_is_copied_as_a_command_and_its_topic_bound_to_a_format(
    screen: VirtualScreen, home: dict[str, str], mosquitto: Mosquitto
) -> None:
    url = f"mqtt://127.0.0.1:{mosquitto.port}"
    start(screen, home, "--connect", url, "--subscribe", "plant/#")
    window = screen.window(f"127.0.0.1:{mosquitto.port} – {APP_NAME}")
    wait_until(lambda: "plant/#" in mosquitto.log, what="the subscription")
    asyncio.run(mosquitto_pub(mosquitto.port, "plant/7", "it's 21.5"))

    def copied() -> bool:
        screen.click(window, *FIRST_ROW)
        screen.click(window, *COPY)
        screen.key("m")
        return "mosquitto_pub" in screen.run("timeout", "2", "xclip", "-o", "-selection", "clipboard")

    wait_until(copied, what="the command in the clipboard")
    command = screen.run("timeout", "2", "xclip", "-o", "-selection", "clipboard")
    assert command.startswith(f"mosquitto_pub -h 127.0.0.1 -p {mosquitto.port} -t plant/7 -q 0 ")
    assert command.endswith("""'it'"'"'s 21.5'""")
    screen.rest()  # a menu that is late would take the click for its end
    screen.click(window, *MORE)
    screen.rest()
    screen.key("b")
    screen.window("Payload Bindings")
    screen.key("space", "Return")  # Add has the focus: a rule for the topic in sight, as it is
    rules = Path(home["XDG_CONFIG_HOME"]) / "tracemq" / "payload-bindings.yaml"
    wait_until(rules.exists, what="the file of the rules")
    assert yaml.safe_load(rules.read_text())["bindings"] == [{"filter": "plant/7", "format": "protobuf"}]
