"""Frames in, numbers out: literacy, reach, gaps, progress. Nothing here reads, draws or remembers."""
