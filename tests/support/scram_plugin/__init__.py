"""scram.c compiled into a plugin for mosquitto that lets one user in by SCRAM.

plugin = build(tmp_path)                                     # skips the test where there is no C compiler
port = Mosquitto(folder).start(configuration(plugin))        # alice, secret
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("scram.c")
COMPILERS = ("cc", "gcc", "clang")
USER, PASSWORD = "alice", "secret"


def build(folder: Path) -> Path:
    """The plugin as a shared library in `folder`; needs the headers of mosquitto and OpenSSL."""
    compiler = next(filter(None, map(shutil.which, COMPILERS)), None)
    if compiler is None:
        pytest.skip("no C compiler to build mosquitto's SCRAM plugin with")
    target = folder / "scram.so"
    command = [compiler, "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o", target, SOURCE, "-lcrypto"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the SCRAM plugin cannot be built (mosquitto-dev, libssl-dev): {done.stderr}")
    return target


def configuration(plugin: Path) -> str:
    """The lines for the listener that the plugin guards; others may come in without a method."""
    return f"plugin {plugin}\nplugin_opt_user {USER}\nplugin_opt_password {PASSWORD}\n"
