"""One job in front of a reader: a card in the terminal, and a page that reads well on a phone."""
