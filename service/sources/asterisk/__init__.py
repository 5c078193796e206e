"""What a queue log of Asterisk says, line by line, brought together to calls, pauses and sessions."""
