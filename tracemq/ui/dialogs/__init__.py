"""Windows that ask or tell one thing; they are opened with open(), never with exec()."""
