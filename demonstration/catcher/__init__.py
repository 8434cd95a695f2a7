"""The local mail catcher: takes every mail and lets it be read in the browser. Sends nothing on."""
