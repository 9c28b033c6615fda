"""What leaves for others' servers over HTTPS. Standard library only."""
