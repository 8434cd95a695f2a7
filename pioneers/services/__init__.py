"""Changes to what pioneers keeps, one function per change."""
