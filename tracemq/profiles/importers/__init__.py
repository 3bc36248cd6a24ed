"""Files and texts of other programs, and our own exports, become profiles; nothing here opens a file or a socket."""
