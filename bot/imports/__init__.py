"""Imports: files of leads and customers, from the bytes that somebody sent to what was understood of them."""
