#!/bin/sh
# system-packages.sh window|test: see that the Debian packages for that purpose are there.
# Installs what is missing where it may (root, or sudo without a password); otherwise prints the line to type.
# Exit status 0 also on systems without dpkg: there the names differ, and Qt itself says what it lacks.
set -eu

# What the PySide6 wheels need on a bare Debian 12 to open an X11 or Wayland window.
window="libglib2.0-0 libdbus-1-3 libegl1 libgl1 libfontconfig1 libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0
        libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libwayland-cursor0 libwayland-egl1"
# A virtual screen that can be driven and pictured; a real broker; a real secret service; real proxies; a C compiler
# for the broker's SCRAM plugin.
test="$window xvfb openbox xdotool x11-utils imagemagick xclip desktop-file-utils
      mosquitto mosquitto-clients mosquitto-dev libssl-dev gcc libc6-dev dbus gnome-keyring microsocks tinyproxy"

case "${1:-}" in
window) wanted=$window ;;
test) wanted=$test ;;
*) echo "usage: system-packages.sh window|test" >&2; exit 2 ;;
esac

command -v dpkg-query >/dev/null 2>&1 || exit 0
missing=
for package in $wanted; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' && continue
    # newer Debian and Ubuntu: libglib2.0-0t64 and the like
    dpkg-query -W -f '${Status}' "${package}t64" 2>/dev/null | grep -q 'ok installed' && continue
    missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    echo "These system packages are missing, and installing them needs an administrator. Please type:" >&2
    echo "    sudo apt-get install --no-install-recommends$missing" >&2
    exit 1
fi
echo "Installing system packages:$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
$as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
