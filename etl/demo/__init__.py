"""The demo district: invented figures, marked as such, made as workbooks and loaded like real ones."""
