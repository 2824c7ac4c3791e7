"""Pages of the materials, their files, and what harvesters ask."""
