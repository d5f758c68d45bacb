"""Exhibits as files."""
