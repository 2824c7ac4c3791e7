"""What the sites of mechanisms offer to machines, as items: calendars, feeds, pages, tables. No network here."""

from iscm.papers.offered.item import KINDS, Item, Offer
from iscm.papers.offered.read import read_offer

__all__ = ["KINDS", "Item", "Offer", "read_offer"]
