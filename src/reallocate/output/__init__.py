"""What a result shows, declared once: columns, tables, charts, blocks and sections."""
