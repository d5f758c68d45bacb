"""The scenes a presenter plays: what data/scenes.toml lists, and everything wrong with it."""

from outreach.scenes import entries, lines, placeholders, reading, scene, writing

__all__ = ["entries", "lines", "placeholders", "reading", "scene", "writing"]
