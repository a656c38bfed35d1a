"""The heart: a route (a place in the guide) in, a screen (what a person sees) out. Pure."""
