"""Pictures on the web: a page for each, what can be taken along of it, and a bare page that others may frame."""
