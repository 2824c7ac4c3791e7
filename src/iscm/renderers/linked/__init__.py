"""Records as linked data: schema.org for mechanisms and meetings, SKOS for themes, DCAT for the data sets."""
