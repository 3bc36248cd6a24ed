"""Ways to carry bytes to a broker: one small class per transport, all with the Transport protocol."""
