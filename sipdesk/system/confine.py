"""Limits a process puts on itself before it touches a file from outside: memory, processor time, no writing.

POSIX: resource limits. Windows: a Job Object. The Windows half has never been run on Windows; where it fails there,
the parent's waiting time and kill remain.
"""

import contextlib
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use, and how much of it the parent takes in."""

    memory: int = 1 << 30
    """Bytes of address space."""
    cpu_seconds: int = 20
    waiting_seconds: float = 60.0
    """How long the parent waits for output, all waits together; its own work between lines does not count."""
    line_bytes: int = 8 << 20
    output_bytes: int = 512 << 20


def confine(limits: Limits) -> None:
    """Put the limits on this process, for good. What a system does not know is left out."""
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            _job_object(limits)
    else:
        _resource_limits(limits)


if sys.platform == "win32":  # pragma: no cover - written from the documentation, never run
    import ctypes
    from ctypes import wintypes

    class _Basic(ctypes.Structure):
        _fields_ = [
            ("per_process_user_time", ctypes.c_int64),
            ("per_job_user_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("minimum_working_set", ctypes.c_size_t),
            ("maximum_working_set", ctypes.c_size_t),
            ("active_processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority_class", wintypes.DWORD),
            ("scheduling_class", wintypes.DWORD),
        ]

    class _Extended(ctypes.Structure):
        _fields_ = [
            ("basic", _Basic),
            ("io_counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        ]

    _EXTENDED_LIMITS = 9
    # Time per process, one process only, memory per process, die without a dialogue box, die with the last handle.
    _FLAGS = 0x2 | 0x8 | 0x100 | 0x400 | 0x2000

    def _job_object(limits: Limits) -> None:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
        kernel.SetInformationJobObject.argtypes = [
            wintypes.HANDLE,
            ctypes.c_int,
            ctypes.c_void_p,
            wintypes.DWORD,
        ]
        bounds = _Extended()
        bounds.basic.flags = _FLAGS
        bounds.basic.per_process_user_time = limits.cpu_seconds * 10_000_000
        bounds.basic.active_processes = 1
        bounds.process_memory = limits.memory
        job = kernel.CreateJobObjectW(None, None)
        size = ctypes.sizeof(bounds)
        if not (
            job
            and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(bounds), size)
            and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
        ):
            raise ctypes.WinError(ctypes.get_last_error())

else:
    import resource

    def _resource_limits(limits: Limits) -> None:
        bounds = {
            "RLIMIT_AS": limits.memory,
            "RLIMIT_CPU": limits.cpu_seconds,
            "RLIMIT_FSIZE": 0,
            "RLIMIT_CORE": 0,
            "RLIMIT_NOFILE": 32,
            "RLIMIT_NPROC": 0,
        }
        for name, bound in bounds.items():
            which = getattr(resource, name, None)
            if which is not None:
                # macOS refuses some of these; the others still hold.
                with contextlib.suppress(ValueError, OSError):
                    resource.setrlimit(which, (bound, bound))
