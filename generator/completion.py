"""Shell completion, written from the same table as the command line itself."""

from collections.abc import Iterable

from generator.arguments import COMMANDS, COMMON, FLAGS, Command

SHELLS = ("bash", "zsh", "fish")


def completion(shell: str) -> str:
    """Return the completion script for a shell of SHELLS."""
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell]()


def _flags(command: Command) -> Iterable[str]:
    for name in (*command.flags, *COMMON):
        yield from FLAGS[name].names


def _bash() -> str:
    cases = "\n".join(
        f"    {'|'.join((one.name, *one.aliases))}) words='{' '.join((*_flags(one), '--help'))}' ;;"
        for one in COMMANDS
    )
    names = " ".join(one.name for one in COMMANDS)
    return f"""\
_dateline() {{
  local words='{names} --help --version' current="${{COMP_WORDS[COMP_CWORD]}}"
  if [ "$COMP_CWORD" -gt 1 ]; then
    case "${{COMP_WORDS[1]}}" in
{cases}
    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current"; compgen -f -- "$current")
}}
complete -F _dateline dateline
"""


def _zsh() -> str:
    return f"autoload -U +X bashcompinit && bashcompinit\n{_bash()}"


def _fish() -> str:
    lines = ["complete -c dateline -f"]
    names = " ".join(one.name for one in COMMANDS)
    for one in COMMANDS:
        lines.append(
            f"complete -c dateline -n 'not __fish_seen_subcommand_from {names}' "
            f"-a {one.name} -d '{one.help}'"
        )
        for name in (*one.flags, *COMMON):
            flag = FLAGS[name]
            words = " ".join(
                f"-l {word[2:]}" if word.startswith("--") else f"-s {word[1:]}"
                for word in flag.names
            )
            value = " -r" if flag.metavar else ""
            lines.append(
                f"complete -c dateline -n '__fish_seen_subcommand_from {one.name}' "
                f"{words}{value} -d '{flag.help}'"
            )
    return "\n".join(lines) + "\n"
