"""What analysts correct: a log beside the workspace, replayed whenever the account is merged.

``entries.py`` says what an entry of the log is, ``log.py`` keeps it (append-only, locked, a checksum a line),
``anchors.py`` finds again what an entry speaks of, ``replay.py`` applies what is in force to readings, ``listing.py``
lays the log out as rows, ``exchange.py`` brings in the entries of a colleague, ``accuracy.py`` counts how often the
reading was right where somebody looked.
"""
