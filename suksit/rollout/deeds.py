"""The deeds of rollout, as the pages and the inbox know them."""
