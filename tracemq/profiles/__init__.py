"""What the user keeps: connection profiles, settings and secrets."""
