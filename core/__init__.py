"""People and sign-in, access, audit, outgoing mail, signed links, documents: what all apps use."""
