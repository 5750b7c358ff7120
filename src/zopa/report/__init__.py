"""What people read after a run: the summary in words, transcripts, charts."""
