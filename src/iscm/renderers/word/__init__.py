"""Word: real styles, real lists, headings, captions and links, so that an editor can go on from there."""

from iscm.renderers.word.body import render

__all__ = ["render"]
