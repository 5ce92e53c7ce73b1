/** `ventry`: lint, assemble and run vector tables, and serve editors, from a terminal. */
import { version } from '../package.json';
import { asm } from './asm.ts';
import { type Command, helpOf, helpOption } from './command.ts';
import { link } from './link.ts';
import { lint } from './lint.ts';
import { parseOptions, UsageError } from './options.ts';
import { run } from './run.ts';
import { dap, lsp } from './serve.ts';
import { painter, processTerminal, type Terminal } from './terminal.ts';

/** The command line cannot be obeyed, or something that it names cannot be read. */
const couldNotRun = 2;

const commands: readonly Command[] = [lint, asm, link, run, lsp, dap];

function help(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'Usage: ventry COMMAND [arguments]',
    `Commands:\n${lines.join('\n')}`,
    '`ventry COMMAND --help` tells more about one. `ventry --version` prints the version.',
  ].join('\n\n');
}

async function main(commandLine: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = commandLine;
  if (name === '--version' || name === '-V') {
    terminal.out(`ventry ${version}\n`);
    return 0;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    terminal.out(`${help()}\n`);
    return 0;
  }
  const command = commands.find(candidate => candidate.name === name);
  if (!command) {
    throw new UsageError(name === undefined ? 'no command is given' : `there is no command \`${name}\``);
  }
  const words = command.prepare?.(rest) ?? rest;
  const given = parseOptions({ ...command.options, help: helpOption }, words);
  if (given.has('help')) {
    terminal.out(`${helpOf(command)}\n`);
    return 0;
  }
  return command.run(given, terminal);
}

const terminal = processTerminal();
// A reader that goes away (`ventry … | head`) is no fault of anybody.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
try {
  process.exitCode = await main(process.argv.slice(2), terminal);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  const paint = painter(terminal.errColours);
  terminal.err(`${paint('error', 'ventry:')} ${error.message}\nTry \`ventry --help\`.\n`);
  process.exitCode = couldNotRun;
}
