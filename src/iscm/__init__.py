"""The ISCM Hub: from what consultation mechanisms report to the year's Highlights."""

__version__ = "0.1.0"
