"""What reports brings to the start-up."""
