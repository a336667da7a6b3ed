"""The deeds of cases, as the pages and the inbox know them."""
