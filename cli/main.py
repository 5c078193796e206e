"""The `scorewright` command."""

import click


@click.group()
@click.version_option(package_name="scorewright")
def main() -> None:
    """Write performance rules, score people by them and see why."""
