// SPDX-License-Identifier: Apache-2.0
import { Command, CommanderError, Option } from 'commander';
import type { Call, CommandSpec, OptionSpec, Options } from './command.ts';
import { COMMON_OPTIONS } from './command.ts';
import { commandsFor } from './commands/index.ts';
import { EXIT, Failure } from './exit.ts';
import type { Io } from './io.ts';
import { machineError } from './machine-error.ts';
import { forJson } from './render/escape.ts';
import { problemsText } from './render/problems.ts';
import { startProgress } from './render/progress.ts';
import { styleOf } from './render/style.ts';
import { VERSION } from './version.ts';

/** What --json gives instead of an answer when an input is refused. */
const PROBLEMS_SCHEMA = 'ensuresec/problems/1';

const EXIT_CODES = `Exit codes
  0    secure, or nothing found
  1    findings at or above --fail-on; a certificate that was rejected
  2    wrong usage
  3    invalid model, rule or input file
  4    nothing to analyse
  5    inconclusive: nothing found, something unknown
  6    runtime or I/O
  130  interrupted`;

/**
 * Runs one command line (`argv` without node and script) and gives its exit code.
 *
 *     await run(['check', 'ensuresec.yaml', '--json'], processIo(process));
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.secure;
  try {
    const program = build(await commandsFor(argv), io, (result) => {
      code = result;
    });
    if (argv.length === 0) {
      program.outputHelp({ error: true });
      return EXIT.usage;
    }
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return explainError(error, io);
  }
}

function build(commands: readonly CommandSpec[], io: Io, done: (code: number) => void): Command {
  const program = new Command('ensuresec')
    .description('From a model of your shop to a verdict that can be checked')
    .version(VERSION, '-V, --version', 'The version')
    .helpOption('-h, --help', 'This help')
    .helpCommand(false)
    .addHelpText('before', example(['ensuresec init && ensuresec check']))
    .addHelpText('after', `\n${EXIT_CODES}`)
    .showSuggestionAfterError(true)
    .showHelpAfterError('ensuresec --help lists the commands')
    .exitOverride()
    .configureOutput(outputOf(io));
  for (const spec of commands) program.addCommand(subcommand(spec, io, done));
  return program;
}

function subcommand(spec: CommandSpec, io: Io, done: (code: number) => void): Command {
  const command = new Command(spec.name)
    .description(spec.summary)
    .summary(spec.summary)
    .helpOption('-h, --help', 'This help')
    .addHelpText('before', example(spec.examples))
    .showHelpAfterError(
      `For example: ${spec.examples[0] ?? spec.name}\nensuresec ${spec.name} --help says more`,
    )
    .exitOverride()
    .configureOutput(outputOf(io));
  for (const operand of spec.operands) command.argument(operand.name, operand.text);
  for (const option of [...spec.options, ...COMMON_OPTIONS]) command.addOption(optionOf(option));
  return command.action(async () => {
    done(await execute(spec, command, io));
  });
}

function optionOf(spec: OptionSpec): Option {
  const option = new Option(spec.flags, spec.text);
  if (spec.choices !== undefined) option.choices([...spec.choices]);
  if (spec.preset !== undefined) option.default(spec.preset);
  if (spec.repeat === true)
    option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
  return option;
}

async function execute(spec: CommandSpec, command: Command, io: Io): Promise<number> {
  const options = readOptions(command.opts());
  const noColor = !options.flag('color');
  const quiet = options.flag('quiet');
  const aside = styleOf(io.stderr, io.env, noColor);
  const progress = startProgress(io, aside, quiet);
  const call: Call = {
    io,
    operands: command.args,
    options,
    style: styleOf(io.stdout, io.env, noColor),
    aside,
    say: (line) => {
      if (!quiet) io.stderr.write(`${line}\n`);
    },
    progress,
  };
  try {
    return await spec.run(call);
  } catch (error) {
    if (options.flag('json') && error instanceof Failure && error.problems.length > 0)
      io.stdout.write(forJson({ schema: PROBLEMS_SCHEMA, problems: error.problems }));
    throw withExample(error, spec, command.args);
  } finally {
    progress.end();
  }
}

/** Wrong usage that no hint mends shows usage that works, of the same verb when there is one. */
function withExample(error: unknown, { name, examples }: CommandSpec, [verb]: readonly string[]): unknown {
  if (!(error instanceof Failure) || error.code !== EXIT.usage || error.hint !== undefined) return error;
  const start = `ensuresec ${name} ${verb}`;
  const example = examples.find((each) => each === start || each.startsWith(`${start} `)) ?? examples[0];
  const hint = `For example: ${example ?? name}`;
  return new Failure(error.code, error.message, hint, error.problems);
}

/** Commander gives flags as booleans, values as strings, repeated values as lists, under camel-case names. */
function readOptions(values: Readonly<Record<string, unknown>>): Options {
  const get = (name: string): unknown =>
    values[name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
  return {
    flag: (name) => get(name) === true,
    text: (name) => {
      const value = get(name);
      return typeof value === 'string' ? value : undefined;
    },
    list: (name) => {
      const value = get(name);
      return Array.isArray(value) ? value.map(String) : [];
    },
  };
}

function example(lines: readonly string[]): string {
  return `Example\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
}

function outputOf(io: Io) {
  const [out, err] = [styleOf(io.stdout, io.env), styleOf(io.stderr, io.env)];
  return {
    writeOut: (text: string) => io.stdout.write(text),
    writeErr: (text: string) => io.stderr.write(text),
    // Commander repeats what was typed: a pasted name may carry escape sequences.
    outputError: (text: string, write: (text: string) => void) =>
      write(`${err.safe(text.trimEnd()).replaceAll('\\n', '\n')}\n`),
    getOutHelpWidth: () => out.columns,
    getErrHelpWidth: () => err.columns,
  };
}

function explainError(error: unknown, io: Io): number {
  const style = styleOf(io.stderr, io.env);
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.secure : EXIT.usage;
  const tell = ({ message, hint }: { readonly message: string; readonly hint?: string | undefined }): void =>
    io.stderr.write(
      `${style.red('Error:')} ${style.safe(message)}\n${hint === undefined ? '' : `${style.safe(hint)}\n`}`,
    );
  if (error instanceof Failure) {
    io.stderr.write(problemsText(error.problems, style));
    tell(error);
    return error.code;
  }
  const refused = machineError(error);
  if (refused !== undefined) {
    tell(refused);
    if (debugs(io)) tellStack(error, io);
    return EXIT.runtime;
  }
  const message = error instanceof Error ? error.message : String(error);
  io.stderr.write(
    `${style.red('Error:')} ${style.safe(message)}\nThis is a fault of ensuresec, not of your input; ENSURESEC_DEBUG=1 shows where\n`,
  );
  if (debugs(io)) tellStack(error, io);
  return EXIT.runtime;
}

function debugs(io: Io): boolean {
  return (io.env['ENSURESEC_DEBUG'] ?? '') !== '';
}

function tellStack(error: unknown, io: Io): void {
  if (!(error instanceof Error)) return;
  const { safe } = styleOf(io.stderr, io.env);
  io.stderr.write(`${(error.stack ?? '').split('\n').map(safe).join('\n')}\n`);
}
