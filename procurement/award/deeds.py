"""The deeds of award, as the pages and the inbox know them."""
