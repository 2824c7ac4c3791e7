"""Pages of what is planned. Each is for one reader, and asks for their part each time."""

from iscm.accounts.rules import OF_MECHANISM, OFFICE

PLANNERS = (*OF_MECHANISM, *OFFICE)  # who may hold dates
