"""The same measures cut into pieces for the workers of an engine; a district's reader never meets it."""
