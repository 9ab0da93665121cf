"""What PySide6 6.12 needs of Python 3.11: a None that cannot run out.

Its wheels are built against Python 3.12's stable interface, where None is immortal. On 3.11 it is counted, and each Qt
call that returns nothing takes one reference away that was never given: after some five thousand such calls (a few
seconds of use) the interpreter ends with "deallocating None". Seen with 6.12.0 on 3.11.7; tests/gui/test_interpreter.py
shows it. From 3.12 on there is nothing to do.
"""

import ctypes
import sys

_ENOUGH = 1 << (sys.maxsize.bit_length() - 3)
"""A quarter of what a count can hold: beyond any session, and far from overflow."""


def keep_none() -> None:
    """Make None's count so large that no session can use it up. Harmless when done twice."""
    if sys.version_info >= (3, 12) or sys.getrefcount(None) >= _ENOUGH // 2:
        return
    count = ctypes.c_ssize_t.from_address(id(None))
    count.value += _ENOUGH
