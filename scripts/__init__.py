"""Admin commands, each run as `python -m scripts.<name>`."""
