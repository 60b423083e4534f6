"""The record of announced layoffs."""
