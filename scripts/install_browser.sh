#!/usr/bin/env bash
# Sees to it that the browser tests find one: what is installed, else Debian's Chromium, else Playwright's own.
# Usage: scripts/install_browser.sh PYTHON (one that has Playwright)
set -euo pipefail
python=${1:?usage: scripts/install_browser.sh PYTHON}

find_browser() {
  if [[ -n ${KHARITA_CHROMIUM:-} ]]; then
    echo "$KHARITA_CHROMIUM"
    return
  fi
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    # Ubuntu's package is a stub for a snap: what cannot say its version is none.
    if command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1; then
      command -v "$name"
      return
    fi
  done
  return 1
}

as_root() {
  if [[ $(id -u) -eq 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    return 1
  fi
}

if found=$(find_browser); then
  echo "   using $found"
  exit
fi
if command -v apt-get >/dev/null; then
  echo "   none found: installing Debian's chromium"
  export DEBIAN_FRONTEND=noninteractive
  if as_root apt-get update -qq && as_root apt-get install -y -qq --no-install-recommends chromium &&
    found=$(find_browser); then
    echo "   using $found"
    exit
  fi
  echo "   Debian's chromium could not be installed"
fi
echo "   installing Playwright's own Chromium"
"$python" -m playwright install chromium
