"""The deeds of benefits, as the pages and the inbox know them."""
