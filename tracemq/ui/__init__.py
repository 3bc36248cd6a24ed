"""Widgets: the main window, panels, dialogs, theme and the sentences that people read."""
