"""Online geocoders, opt-in: what the gazetteer does not know, asked of Nominatim, Photon or GeoNames through geopy.

Nothing here runs unless somebody opens a geocoder: names of a document leave the machine. Services, what their answers
mean and what to do when asking fails are data (``data/gazetteer/geocoders.toml``). Answers, "no such place" among them,
are kept in a file of their own beside the compiled gazetteer and never become part of it: most are under the ODbL.
"""

import logging
import os
import re
import threading
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from geopy.adapters import URLLibAdapter
from geopy.exc import ConfigurationError, GeocoderNotFound, GeocoderParseError, GeopyError
from geopy.geocoders import get_geocoder_for_service

from geo import __version__
from geo.coordinates import check, distance_km
from geo.errors import GeocoderError
from geo.model import Candidate, Kind, Mention, Place, Reading, Resolution
from geo.reading.gazetteer.answers import Answer, AnswerStore
from geo.reading.gazetteer.index import cache_folder
from geo.reading.gazetteer.sources import DATA_FOLDER
from geo.reading.text.tokens import name_key
