"""Payload bytes become something that a person can read."""
