"""What a firm asks: its request, the programme, and one folder a question."""
