"""The only folder that knows Textual: what the reader sees and presses."""
