"""The running installation becomes an entry in this user's application menu, with its icon (freedesktop.org)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from . import APP_NAME

DESKTOP_ID: Final = "tracemq"
_ICON: Final = Path(__file__).parent / "resources" / "tracemq.svg"
# Desktop Entry Specification: these must stand behind a backslash inside a quoted argument of Exec.
_QUOTE: Final = str.maketrans({'"': '\\"', "`": "\\`", "$": "\\$", "\\": "\\\\"})

_ENTRY: Final = """[Desktop Entry]
Type=Application
Version=1.4
Name={name}
GenericName=MQTT Explorer
GenericName[fr]=Explorateur MQTT
Comment=Watch, inspect and publish MQTT messages
Comment[fr]=Observer, examiner et publier des messages MQTT
Exec={command} %u
Icon={icon}
Terminal=false
Categories=Network;Qt;
Keywords=mqtt;iot;broker;publish;subscribe;
MimeType=x-scheme-handler/mqtt;x-scheme-handler/mqtts;
StartupNotify=true
StartupWMClass={desktop_id}
"""


def data_home() -> Path:
    """Where this user's menu entries and icons live (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def _command() -> list[str]:
    if getattr(sys, "frozen", False):  # built by PyInstaller: the program is one executable
        return [sys.executable]
    return [sys.executable, "-m", "tracemq"]


def exec_line(command: list[str]) -> str:
    """The command as Exec wants it: every argument quoted, percent signs doubled, and escaped once more as a string."""
    quoted = " ".join(f'"{argument.translate(_QUOTE)}"' for argument in command)
    return quoted.replace("\\", "\\\\").replace("%", "%%")


def entry_path() -> Path:
    return data_home() / "applications" / f"{DESKTOP_ID}.desktop"


def icon_path() -> Path:
    return data_home() / "icons" / "hicolor" / "scalable" / "apps" / f"{DESKTOP_ID}.svg"


def install() -> int:
    """Write the entry and the icon; the exit status."""
    entry, icon = entry_path(), icon_path()
    try:
        for path in (entry, icon):
            path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_ICON, icon)
        entry.write_text(
            _ENTRY.format(name=APP_NAME, command=exec_line(_command()), icon=icon, desktop_id=DESKTOP_ID),
            encoding="utf-8",
        )
        entry.chmod(0o755)  # some file managers open only executable entries by double-click
    except OSError as error:
        print(f"{error.strerror}: {error.filename}", file=sys.stderr)
        return 1
    _refresh(entry.parent)
    print(entry)
    return 0


def uninstall() -> int:
    """Remove what `install` wrote; the exit status."""
    for path in (entry_path(), icon_path()):
        path.unlink(missing_ok=True)
    _refresh(entry_path().parent)
    return 0


def _refresh(folder: Path) -> None:
    """Tell desktops that keep a cache of the MIME types; those without the tool read the folder themselves."""
    tool = shutil.which("update-desktop-database")
    if tool and folder.is_dir():
        subprocess.run([tool, str(folder)], check=False)  # noqa: S603  # found on PATH, our own folder
