"""Files of features as they come from anywhere: GeoJSON, GeoPackage, tables; opened for what they are, never guessed.

No driver decides what a file is, and nothing that a file names is opened: a GeoPackage is read as the SQLite database
that it is, and a layer must be a plain table.
"""
