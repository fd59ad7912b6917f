"""Reports in, one published file out."""
