"""What a million people cost on their way in: imported, counted by their events and scored, all over HTTP."""
