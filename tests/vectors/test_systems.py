"""Reference systems by name, and what is none."""

import pytest

from geo.errors import LayerError
from geo.vectors.systems import transform_from


@pytest.mark.parametrize(
    "crs", ["EPSG:4326", "urn:ogc:def:crs:EPSG::4326", "urn:ogc:def:crs:OGC:1.3:CRS84", "ogc:crs84"]
)
def test_longitude_and_latitude_stay_as_they_are(crs: str) -> None:
    assert transform_from(crs, name="a") is None


@pytest.mark.parametrize("crs", ["EPSG:1", "", "+proj=utm +zone=33", "/etc/passwd", "http://x/crs", "EPSG:999999"])
def test_a_system_that_nobody_knows_is_refused(crs: str) -> None:
    with pytest.raises(LayerError, match="no reference system"):
        transform_from(crs, name="a")
