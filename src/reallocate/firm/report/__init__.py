"""A plan as it is read: order of its page, brief and workbook."""
