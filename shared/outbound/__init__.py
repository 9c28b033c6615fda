"""What leaves for others' servers over HTTPS. Standard library only, but for web push, which needs `cryptography`."""
