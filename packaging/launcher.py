"""The stand-alone program's first file: PyInstaller wants a script, not a package."""

import sys

from tracemq.__main__ import main

sys.exit(main())
