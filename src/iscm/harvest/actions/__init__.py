"""Asking what mechanisms publish, proposing it, and taking it into the records."""

from iscm.harvest.actions.deciding import decide
from iscm.harvest.actions.harvesting import harvest, try_out
from iscm.harvest.actions.keeping import add_source, change_source
from iscm.harvest.actions.telling import tell

__all__ = ["add_source", "change_source", "decide", "harvest", "tell", "try_out"]
