"""Use cases: a connection is a profile, a client and what it received; no Qt in here."""
