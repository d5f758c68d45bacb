"""One district's science-outreach bases, literacy and facility gaps, from curated tables."""
