"""Adding documents, watching how far it is, listing and removing them: the parts of the documents page."""
