"""The process in plain viewflow, which wants an app around a flow."""
