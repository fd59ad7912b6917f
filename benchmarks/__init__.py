"""Measures the product against floors taken in the same run; nothing here is a test."""
