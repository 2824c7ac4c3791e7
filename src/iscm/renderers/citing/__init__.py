"""How a material is cited, and described to catalogues and reference managers. Same in, same out."""
