"""A person's own words -> ranked pages, or "not sure". Pure; kept in memory; nothing typed is stored."""
