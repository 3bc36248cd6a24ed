"""Large blocks of memory lie apart from small ones, also after some were freed."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

SCRIPT = """
import ctypes
from tracemq.workspace.process import LARGE_BLOCK, keep_large_blocks_apart

class Counts(ctypes.Structure):  # mallinfo2 of malloc.h
    _fields_ = [(name, ctypes.c_size_t) for name in
                ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keep")]

library = ctypes.CDLL(None)
library.mallinfo2.restype = Counts
if %s:
    keep_large_blocks_apart()
for _ in range(3):
    bytearray(8 * LARGE_BLOCK)  # freed at once: from this glibc learns
before = library.mallinfo2().hblks
kept = [bytearray(LARGE_BLOCK + 1) for _ in range(4)]
print(library.mallinfo2().hblks - before)
"""


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="only glibc is told, from 2.33 asked"
)
@pytest.mark.parametrize(("told", "apart"), [(True, "4"), (False, "0")])
def test_large_blocks_have_pages_of_their_own(told: bool, apart: str) -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT % told], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == apart
