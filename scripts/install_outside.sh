#!/usr/bin/env bash
# Brings what the exports are checked by and nobody here wrote: GDAL's command-line tools (Debian's gdal-bin, half a minute) and,
# where npm is, a linter of GeoJSON. What cannot be had is said; its tests are skipped then.
set -euo pipefail
cd "$(dirname "$0")/.."

as_root() {
  if [[ $(id -u) -eq 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo -n "$@"
  else
    return 1
  fi
}

if command -v ogrinfo >/dev/null; then
  echo "   using $(ogrinfo --version | cut -d, -f1)"
elif command -v apt-get >/dev/null; then
  echo "   no GDAL tools found: installing Debian's gdal-bin"
  export DEBIAN_FRONTEND=noninteractive
  as_root apt-get update -qq && as_root apt-get install -y -qq --no-install-recommends gdal-bin >/dev/null ||
    echo "   gdal-bin could not be installed: exports are not checked by GDAL's tools"
else
  echo "   no GDAL tools found: exports are not checked by them"
fi

linter=tests/showing/export/linter
if [[ -d $linter/node_modules/@placemarkio/check-geojson ]]; then
  echo "   using the GeoJSON linter in $linter"
elif command -v npm >/dev/null; then
  echo "   installing the GeoJSON linter into $linter"
  npm ci --prefix "$linter" --no-audit --no-fund --silent ||
    echo "   it could not be installed: GeoJSON is not checked by it"
else
  echo "   no npm found: GeoJSON is not checked by its linter"
fi
