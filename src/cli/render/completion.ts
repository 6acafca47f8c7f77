// SPDX-License-Identifier: Apache-2.0
// Completion scripts made from the commands themselves, so they cannot fall behind.
import { COMMON_OPTIONS, type CommandSpec, type OptionSpec } from '../command.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** The script that a shell sources. */
export function completionScript(shell: Shell, commands: readonly CommandSpec[]): string {
  return { bash, zsh, fish }[shell](commands);
}

function bash(commands: readonly CommandSpec[]): string {
  const cases = commands.map((command) => {
    const options = optionsOf(command);
    const values = options
      .filter((option) => option.choices !== undefined)
      .map(
        (option) =>
          `      ${longName(option)}) COMPREPLY=($(compgen -W "${option.choices?.join(' ')}" -- "$word")); return;;\n`,
      );
    return `    ${command.name})\n      case "$before" in\n${values.join('')}      esac\n      words="${options.flatMap(names).join(' ')}";;`;
  });
  return `# bash completion of ensuresec; load it with: source <(ensuresec completion bash)
_ensuresec() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map((command) => command.name).join(' ')} --help --version" -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$word"));;
    *) COMPREPLY=($(compgen -f -- "$word"));;
  esac
}
complete -o filenames -F _ensuresec ensuresec
`;
}

function zsh(commands: readonly CommandSpec[]): string {
  const names = commands.map((command) => `    '${command.name}:${quote(command.summary)}'`);
  const cases = commands.map(
    (command) =>
      `    ${command.name}) _arguments ${optionsOf(command).map(zshOption).join(' ')} '*:file:_files';;`,
  );
  return `#compdef ensuresec
# zsh completion of ensuresec; save it as _ensuresec in a folder of $fpath
_ensuresec() {
  local -a verbs
  verbs=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' verbs
    return
  fi
  local verb="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$verb" in
${cases.join('\n')}
  esac
}
compdef _ensuresec ensuresec
`;
}

function zshOption(option: OptionSpec): string {
  const value = takesValue(option)
    ? `:value:${option.choices === undefined ? '_files' : `(${option.choices.join(' ')})`}`
    : '';
  return `'${option.repeat === true ? '*' : ''}${longName(option)}[${quote(option.text).replaceAll(/[[\]:]/g, '\\$&')}]${value}'`;
}

function fish(commands: readonly CommandSpec[]): string {
  const verbs = commands.map(
    (command) =>
      `complete -c ensuresec -f -n __fish_use_subcommand -a ${command.name} -d '${quoteFish(command.summary)}'`,
  );
  const options = commands.flatMap((command) =>
    optionsOf(command).map((option) => {
      const short = /^-(\w),/.exec(option.flags)?.[1];
      const value = takesValue(option)
        ? option.choices === undefined
          ? ' -r'
          : ` -x -a '${option.choices.join(' ')}'`
        : '';
      return `complete -c ensuresec -n '__fish_seen_subcommand_from ${command.name}'${short === undefined ? '' : ` -s ${short}`} -l ${longName(option).slice(2)}${value} -d '${quoteFish(option.text)}'`;
    }),
  );
  return `# fish completion of ensuresec\n${[...verbs, ...options].join('\n')}\n`;
}

function optionsOf(command: CommandSpec): readonly OptionSpec[] {
  return [...command.options, ...COMMON_OPTIONS, { flags: '-h, --help', text: 'This help' }];
}

function names(option: OptionSpec): readonly string[] {
  return option.flags.match(/(?<![\w-])--?[\w-]+/g) ?? [];
}

function longName(option: OptionSpec): string {
  return names(option).find((name) => name.startsWith('--')) ?? '';
}

function takesValue(option: OptionSpec): boolean {
  return option.flags.includes('<');
}

function quote(text: string): string {
  return text.replaceAll("'", "'\\''");
}

function quoteFish(text: string): string {
  return text.replaceAll(/['\\]/g, '\\$&');
}
