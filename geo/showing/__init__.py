"""Layers of an account shown: as a map, as exports, as pictures."""
