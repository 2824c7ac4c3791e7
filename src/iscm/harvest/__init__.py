"""Noticing what mechanisms publish on their own sites, and asking them whether the records shall say so."""
