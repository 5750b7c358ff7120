"""What `zopa doctor` looks at."""
