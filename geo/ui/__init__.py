"""The pages in the browser: widgets and caches, no geography and no language."""
