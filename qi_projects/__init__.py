"""Quality improvement projects: measures, charts, PDSA cycles, updates, posters."""
