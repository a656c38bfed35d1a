"""The browser: the same screens on this computer, for a first look and for editors."""
