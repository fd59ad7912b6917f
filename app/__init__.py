"""What pages are made of; reads the published file, never writes."""
