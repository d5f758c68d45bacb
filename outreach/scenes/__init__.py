"""The scenes a presenter plays: what data/scenes.toml lists, and everything wrong with it."""

from outreach.scenes import entries, placeholders, reading, scene, writing

__all__ = ["entries", "placeholders", "reading", "scene", "writing"]
