"""What PySide6 6.12 needs of Python 3.11: a None, a True and a False that cannot run out.

Its wheels are built against Python 3.12's stable interface, where these are immortal. On 3.11 they are counted, and a Qt
call that returns one takes a reference away that was never given: after some five thousand calls that return nothing (a few
seconds of use) the interpreter ends with "deallocating None", and a long session ends on leaving with "deallocating True or
False". Seen with 6.12.0 on 3.11.7; tests/gui/test_interpreter.py shows it. From 3.12 on there is nothing to do.
"""

import ctypes
import sys

_ENOUGH = 1 << (sys.maxsize.bit_length() - 3)
"""A quarter of what a count can hold: beyond any session, and far from overflow."""
_IMMORTAL = (None, True, False, Ellipsis, NotImplemented, "", b"", (), *range(-5, 257))
"""What 3.12 keeps for ever, and every module shares."""


def keep_immortal() -> None:
    """Make their counts so large that no session can use them up. Harmless when done twice."""
    if sys.version_info >= (3, 12) or sys.getrefcount(None) >= _ENOUGH // 2:
        return
    for thing in _IMMORTAL:
        count = ctypes.c_ssize_t.from_address(id(thing))
        count.value += _ENOUGH
