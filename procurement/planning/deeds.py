"""The deeds of planning, as the pages and the inbox know them."""
