"""The least that Django can do: what our pages are measured against, on the same database."""
