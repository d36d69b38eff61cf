"""What `make run` and `make test` do. Runs before anything is installed: standard library only, except prepare.py."""
