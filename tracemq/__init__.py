"""TraceMQ: a desktop MQTT explorer, and the MQTT client library that it stands on (`tracemq.mqtt`)."""

# The one home of the name that users see; the window, the dialogs and the desktop entry take it from here.
APP_NAME = "TraceMQ"
__version__ = "0.1.0"
