"""The deeds of competition, as the pages and the inbox know them."""
