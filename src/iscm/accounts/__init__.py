"""Who works here, who may see what, and the trail of what was done."""
