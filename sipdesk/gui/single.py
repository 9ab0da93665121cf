"""One window for each desk: a second start brings the first to the front, also while it is locked.

What goes between the two is one word, and the socket is named by a hash of the desk's folder and the user: nothing of
the desk, nor where it lies, can be read from it. The lock on the desk itself stays the real guard.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCryptographicHash, QDir

_WORD = b"show\n"
_PATIENCE = 1000
"""Milliseconds in which a window that lives has answered."""


def socket_name(folder: Path) -> str:
    """The same for every start on this desk by this user. On Windows the name of a pipe, elsewhere a path."""
    user = os.environ.get("USERNAME", "") if sys.platform == "win32" else os.getuid()
    # Qt's own hash: Python's loads OpenSSL, and the start does not wait for that.
    digest = QCryptographicHash.hash(
        f"{os.path.realpath(folder)}\0{user}".encode(), QCryptographicHash.Algorithm.Sha256
    )
    name = f"sipdesk-{digest.toHex().toStdString()[:24]}"
    if sys.platform == "win32":
        return name
    return str(Path(os.environ.get("XDG_RUNTIME_DIR") or QDir.tempPath()) / name)


def knock(folder: Path) -> bool:
    """Ask a window that has this desk to come to the front. False where there is none."""
    name = socket_name(folder)
    if sys.platform != "win32" and not _ours(Path(name)):
        return False
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415  - a first start has no use for it

    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_PATIENCE):
        return False
    socket.write(_WORD)
    socket.flush()
    answered = socket.waitForReadyRead(_PATIENCE)
    socket.disconnectFromServer()
    return bool(answered)


def _ours(place: Path) -> bool:
    """Whether a socket lies there that we made: somebody else's would only keep the window from opening."""
    try:
        return place.stat().st_uid == os.getuid()
    except OSError:
        return False


class Doorkeeper:
    """Listens for a second start. Made once the first window stands on the screen."""

    def __init__(self, folder: Path, come: Callable[[], None]) -> None:
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415

        self._come = come
        self._server: QLocalServer = QLocalServer()
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        name = socket_name(folder)
        if not self._server.listen(name):
            QLocalServer.removeServer(name)  # left behind by a window that was killed
            self._server.listen(name)

    @property
    def listening(self) -> bool:
        """Whether a second start would be heard."""
        return self._server.isListening()

    def _answer(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.write(_WORD)
            socket.flush()
            socket.disconnected.connect(socket.deleteLater)
            self._come()

    def close(self) -> None:
        """Listen no longer."""
        self._server.close()
