"""A study in front of people: one page, one workbook, one summary; formatting only, no arithmetic."""
