#!/usr/bin/env bash
# Exports a workspace in every format and lets software that nobody here wrote look at the files: GDAL's ogrinfo, a GeoJSON linter,
# QGIS (Debian's packages qgis and python3-qgis), DuckDB. Prints a line for each; fails where one has something against a file.
# Usage: scripts/check_exports.sh WORKSPACE [PYTHON]; what is not installed is named and left out.
set -euo pipefail
workspace=$(realpath "${1:?usage: scripts/check_exports.sh WORKSPACE [PYTHON]}")
python=${2:-.venv/bin/python}
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

has() { command -v "$1" >/dev/null || { echo "-- $1 is not installed: left out"; return 1; }; }
check() {
  local name=$1
  shift
  if "$@" >"$folder/said" 2>&1; then
    echo "ok $name: $(grep -v '^$' "$folder/said" | tail -1 | cut -c1-100)"
  else
    echo "FAILED $name"
    cat "$folder/said"
    failed=1
  fi
}

echo "== exporting"
for form in geojson gpkg kmz xlsx html; do
  "$python" -m geo export "$workspace" --format "$form" -o "$folder/all.$form"
done
for form in acled ged kepler; do
  "$python" -m geo export "$workspace" --format "$form" -o "$folder/$form.csv" >/dev/null
done
for layer in places events flows areas; do
  "$python" -m geo export "$workspace" --format csv --layer "$layer" -o "$folder/$layer.csv" >/dev/null
  "$python" -m geo export "$workspace" --format parquet --layer "$layer" -o "$folder/$layer.parquet" >/dev/null
done
ls -s --block-size=1K "$folder" | tail -n +2

if has ogrinfo; then
  echo "== $(ogrinfo --version)"
  for file in "$folder"/*.{geojson,gpkg,kmz,xlsx,csv}; do
    check "$(basename "$file")" ogrinfo -ro -so -al "$file"
  done
  check "all.geojson as a GeoPackage" ogr2ogr -f GPKG "$folder/from.gpkg" "$folder/all.geojson" -nln all
fi

if has node && [[ -d tests/showing/export/linter/node_modules ]]; then
  echo "== @placemarkio/check-geojson"
  check all.geojson node tests/showing/export/linter/check.mjs "$folder/all.geojson"
fi

echo "== DuckDB"
for layer in places events flows areas; do
  check "$layer.parquet" "$python" -c "
import duckdb, sys
print(duckdb.sql(f\"SELECT count(*), min(bbox.xmin), max(bbox.xmax) FROM '{sys.argv[1]}'\").fetchall())" \
    "$folder/$layer.parquet"
done

if has qgis && /usr/bin/python3 -c 'import qgis.core' 2>/dev/null; then
  echo "== QGIS"
  ground=$(find static -name 'countries-*.geojson' | head -1)
  QT_QPA_PLATFORM=offscreen check "all.gpkg, drawn" \
    /usr/bin/python3 scripts/draw_in_qgis.py "$folder/all.gpkg" "$folder/qgis.png" "$ground"
fi
exit $failed
