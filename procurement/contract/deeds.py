"""The deeds of contract, as the pages and the inbox know them."""
