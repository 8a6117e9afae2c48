"""From checked content to a folder of files that any web server can serve."""
