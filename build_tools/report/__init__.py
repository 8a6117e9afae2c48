"""Reports on what is in the project: counted from the committed files, printed as a table, published as data."""
