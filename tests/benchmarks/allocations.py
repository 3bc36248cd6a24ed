"""Counts every block of memory that Python asks for, by a stub of machine code before each allocating function.

`sys.getallocatedblocks` knows what is alive, not what came and went, and tracemalloc slows a program down many times.
The stub adds one to a number and jumps on: `mov rax, counter; inc qword [rax]; mov rax, function; jmp rax`. It is
machine code of x86-64; elsewhere, or where the system refuses memory that can be executed, nothing is counted.
"""

from __future__ import annotations

import ctypes
import mmap
import platform
from typing import Final

DOMAINS: Final = (1, 2)  # PYMEM_DOMAIN_MEM, PYMEM_DOMAIN_OBJ; the raw one is no business of Python's objects
FUNCTIONS: Final = ("malloc", "calloc", "realloc")


class Allocator(ctypes.Structure):
    """PyMemAllocatorEx of CPython's C API."""

    _fields_ = (
        ("ctx", ctypes.c_void_p),
        ("malloc", ctypes.c_void_p),
        ("calloc", ctypes.c_void_p),
        ("realloc", ctypes.c_void_p),
        ("free", ctypes.c_void_p),
    )


_pages: list[mmap.mmap] = []  # the count in the first eight bytes, the stubs behind it


def counted() -> int | None:
    """The blocks asked for since `count_allocations`; None if they are not counted."""
    return int.from_bytes(_pages[0][:8], "little") if _pages else None


def count_allocations() -> None:
    """Begin to count, if this machine allows it."""
    if _pages or platform.machine() not in {"x86_64", "AMD64"} or not hasattr(mmap, "PROT_EXEC"):
        return
    try:
        page = mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    except OSError:
        return
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(page))  # until the very end: the interpreter allocates while it ends
    base = ctypes.addressof(ctypes.c_char.from_buffer(page))
    number = base.to_bytes(8, "little")
    page.seek(8)
    for domain in DOMAINS:
        allocator = Allocator()
        ctypes.pythonapi.PyMem_GetAllocator(domain, ctypes.byref(allocator))
        for name in FUNCTIONS:
            function = getattr(allocator, name).to_bytes(8, "little")
            setattr(allocator, name, base + page.tell())
            page.write(b"\x48\xb8" + number + b"\x48\xff\x00" + b"\x48\xb8" + function + b"\xff\xe0")
        ctypes.pythonapi.PyMem_SetAllocator(domain, ctypes.byref(allocator))
    _pages.append(page)
