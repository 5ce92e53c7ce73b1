/** `ventry lint`: what the editor underlines, for terminals and continuous integration. */
import { readText } from '../assembler/host.node.ts';
import type { Severity } from '../assembler/program.ts';
import { lint as lintProgram } from '../server/lint.ts';
import { unfit } from '../server/suitability.ts';
import { findTables } from '../vectors/tables.ts';
import type { Command } from './command.ts';
import { choiceOption, type Given, pairs, UsageError } from './options.ts';
import { arrange, type JsonMessage, tally, textsOf, toJson, toText } from './report.ts';
import { architectureOf, assembleFiles, projectSettings, readable, sourceOptions } from './sources.ts';
import { painter, type Terminal } from './terminal.ts';

const severities = ['error', 'warning', 'information', 'hint', 'off'] as const;

/** `--level rule=severity` options. */
function levels(given: Given): Readonly<Record<string, Severity | 'off'>> {
  return Object.fromEntries(
    Object.entries(pairs(given, 'level', true)).map(([rule, text]) => {
      const severity = severities.find(candidate => candidate === text);
      if (!severity) throw new UsageError(`--level ${rule} can be ${severities.join(', ')}, not \`${text}\``);
      return [rule, severity];
    }),
  );
}

export const lint: Command = {
  name: 'lint',
  usage: 'FILES… [options]',
  summary: 'Check vector tables and their handlers. Each file is a program of its own.',
  options: {
    ...sourceOptions,
    format: { value: 'text|json', doc: 'How to print the findings (text).' },
    level: {
      value: 'RULE=SEVERITY',
      multiple: true,
      doc: 'Severity of a rule: error, warning, information, hint or off.',
    },
  },
  notes: 'Exit code: 0 no errors, 1 findings of severity error, 2 could not run.',
  run: async (given, terminal) => {
    if (given.files.length === 0) throw new UsageError('lint needs a file');
    const format = choiceOption(given, 'format', ['text', 'json']) ?? 'text';
    const settings = { severity: levels(given) };
    const { files, missing } = await lintable(given.files);
    const paint = painter(terminal.errColours);
    for (const problem of missing) terminal.err(`${paint('error', 'ventry:')} ${problem}\n`);

    const all = new Map<string, string>();
    const found: JsonMessage[] = [];
    for (const file of files) {
      const architecture = architectureOf(given, [file]);
      const { result, texts } = await assembleFiles(
        architecture,
        [file],
        await projectSettings(given, architecture, [file]),
      );
      const tables = findTables(architecture, result);
      const findings = lintProgram({ architecture, result, tables, text: name => texts.get(name) }, settings);
      for (const [name, text] of texts) all.set(name, text);
      const places = textsOf(name => texts.get(name));
      found.push(...findings.map(finding => toJson(finding, places)));
    }
    const messages = arrange(found);
    if (format === 'json') terminal.out(`${JSON.stringify(messages, null, 2)}\n`);
    else printText(messages, all, terminal);
    if (missing.length > 0) return 2;
    return messages.some(({ severity }) => severity === 'error') ? 1 : 0;
  },
};

/** Which of the files can be linted, and a sentence for each that cannot. */
async function lintable(given: readonly string[]): ReturnType<typeof readable> {
  const { files, missing } = await readable(given);
  const problems = await Promise.all(
    files.map(async file => unfit(file, (await readText(file)) ?? '')?.message),
  );
  return {
    files: files.filter((_, n) => problems[n] === undefined),
    missing: [...missing, ...files.flatMap((file, n) => (problems[n] ? [`${file}: ${problems[n]}`] : []))],
  };
}

function printText(
  messages: readonly JsonMessage[],
  texts: ReadonlyMap<string, string>,
  terminal: Terminal,
): void {
  const paint = painter(terminal.outColours);
  const places = textsOf(name => texts.get(name));
  for (const message of messages) terminal.out(toText(message, places, paint));
  if (messages.length > 0) terminal.out(`${tally(messages)}\n`);
}
