"""A result shown as page, terminal, workbook and slides; saved, opened and verified."""
