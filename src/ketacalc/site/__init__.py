"""The browser page: its parts, its packs, and the folder that a static host serves."""
