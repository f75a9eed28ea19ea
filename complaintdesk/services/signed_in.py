"""Which account is signed in to this PC, by the system's own word.

`getpass.getuser` believes LOGNAME, USER, LNAME and USERNAME first, which anybody can set before
starting a program. What the record says of who did what is asked of the system alone. It is no
authentication: whoever is master of a PC can call an account as they like.
"""

import os
import sys

UNKNOWN = "unknown"


def account() -> str:
    """The name of the signed-in account; its number, or `unknown`, where the system has none."""
    return _on_windows() if sys.platform == "win32" else _on_posix()


def _on_posix() -> str:
    import pwd  # Windows has none

    number = os.getuid()  # type: ignore[attr-defined, unused-ignore]
    try:
        name: str = pwd.getpwuid(number).pw_name  # type: ignore[attr-defined, unused-ignore]
        return name or f"uid {number}"
    except (KeyError, OSError):  # a container, or a directory server that does not answer
        return f"uid {number}"


def _on_windows() -> str:
    import ctypes

    longest = 257  # UNLEN + 1
    name, size = ctypes.create_unicode_buffer(longest), ctypes.c_ulong(longest)
    api = ctypes.windll.advapi32  # type: ignore[attr-defined, unused-ignore]
    return name.value if api.GetUserNameW(name, ctypes.byref(size)) else UNKNOWN
