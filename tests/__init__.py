"""Questions a user, an editor or an operator would ask of Rohnamo, as programs."""
