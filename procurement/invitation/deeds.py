"""The deeds of invitation, as the pages and the inbox know them."""
