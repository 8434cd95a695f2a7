"""An invented programme to look at, and the local mail catcher. Never in production."""
