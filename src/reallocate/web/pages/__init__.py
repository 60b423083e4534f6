"""The pages, one file each: a function that asks the face and fills a template."""
