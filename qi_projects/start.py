"""What qi_projects brings to the start-up: nothing registered yet but its documents."""
