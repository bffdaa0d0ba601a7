"""Reading: documents into mentions, places, events and flows."""
