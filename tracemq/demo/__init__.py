"""The built-in demonstration: a small MQTT broker on loopback with simulated devices."""
