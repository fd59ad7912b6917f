"""The demo district: invented figures, marked as such, made and loaded like real workbooks."""
