"""`grade completion`, and the completion of arguments such as exercise names."""

from __future__ import annotations

import click

from ..errors import GraderError
from ..exercises.find import root, slugs


@click.command("completion")
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    r"""Print what makes SHELL complete commands, options and exercises.

    \b
    bash: put into ~/.bashrc: eval "$(grade completion bash)"
    zsh:  put into ~/.zshrc:  eval "$(grade completion zsh)"
    fish: run: grade completion fish > ~/.config/fish/completions/grade.fish
    """
    from click.shell_completion import get_completion_class  # only here: it takes a while to import

    source = get_completion_class(shell)
    assert source is not None, "click knows the three"
    click.echo(source(ctx.find_root().command, {}, "grade", "_GRADE_COMPLETE").source())


def complete_slugs(ctx: click.Context, param: click.Parameter, begun: str) -> list[str]:
    """The slugs of exercises that begin with `begun`; none if the exercises cannot be read."""
    try:
        return [slug for slug in slugs(root(ctx.params.get("exercises"))) if slug.startswith(begun)]
    except GraderError:
        return []
