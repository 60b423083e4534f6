"""The live pages: a server on this computer that shows what the face computes."""
