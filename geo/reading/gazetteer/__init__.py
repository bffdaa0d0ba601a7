"""Places by name: sources, the compiled index, and online geocoders."""
