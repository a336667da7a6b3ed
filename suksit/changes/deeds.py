"""The deeds of changes, as the pages and the inbox know them."""
