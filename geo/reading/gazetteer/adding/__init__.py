"""Reading files that somebody adds to the gazetteer: whatever their form, they become rows in its own columns."""
