"""The process in joeflow, which wants an app around a workflow."""
