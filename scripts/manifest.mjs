// Writes the parts of package.json and docs/rules.md that are made from data: a setting for each lint rule,
// the debugger's attributes. `node scripts/manifest.mjs [--check]`; with --check it only says what is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const entry = `
export { rules } from './server/rules/index.ts';
export { defaultLimits, limitDocs } from './assembler/limits.ts';
export { launchArguments, requiredArguments } from './debug-adapter/launch-arguments.ts';
`;

async function load() {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: '.', loader: 'ts' },
    bundle: true,
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of launch.json
const openFile = '${file}';

const severities = {
  enum: ['off', 'error', 'warning', 'information', 'hint'],
  enumDescriptions: [
    'Do not check this rule.',
    'Report as an error.',
    'Report as a warning.',
    'Report as information.',
    'Report as a hint.',
  ],
};

const strings = description => ({
  type: 'object',
  additionalProperties: { type: 'string' },
  default: {},
  markdownDescription: description,
  scope: 'resource',
});

function configuration({ rules, defaultLimits, limitDocs }) {
  const perRule = rules.map(rule => [
    rule.id,
    { type: 'string', ...severities, default: rule.severity, markdownDescription: rule.title },
  ]);
  return [
    {
      title: 'Program',
      properties: {
        'ventry.includePaths': {
          type: 'array',
          items: { type: 'string' },
          default: [],
          markdownDescription:
            'Folders searched by `#include`, `.include` and `.incbin`; relative ones start at the workspace folder.',
          scope: 'resource',
        },
        'ventry.defines': strings('Preprocessor definitions: name to value.'),
        'ventry.compileCommands': {
          type: 'string',
          default: '',
          markdownDescription:
            'The `compile_commands.json` of the project, or the folder that holds it: each file is read with the flags of its own command. When empty, the nearest one beside the file or in a folder around it.',
          scope: 'resource',
        },
        'ventry.operands': strings('Values for the `{name}` operands of Rust’s `global_asm!`.'),
        'ventry.loadAddress': {
          type: 'string',
          default: '',
          markdownDescription:
            'Address of the first section, for hovers that show addresses. Empty: `0x40080000` for AArch64, `0x1000` for the Hawk.',
          scope: 'resource',
        },
      },
    },
    {
      title: 'Rules',
      properties: {
        'ventry.rules': {
          type: 'object',
          properties: Object.fromEntries(perRule),
          additionalProperties: false,
          default: {},
          markdownDescription:
            'Severity of each lint rule: `{ "slot-count": "off" }`. The rules are described in `docs/rules.md`.',
          scope: 'resource',
        },
      },
    },
    {
      title: 'Editor',
      properties: {
        'ventry.maxDiagnostics': {
          type: 'number',
          default: 1000,
          minimum: 1,
          markdownDescription: 'Diagnostics shown for one file at most.',
          scope: 'resource',
        },
        'ventry.limits': {
          type: 'object',
          properties: Object.fromEntries(
            Object.entries(limitDocs)
              .filter(([name]) => name !== 'diagnostics')
              .map(([name, description]) => [
                name,
                { type: 'number', minimum: 1, default: defaultLimits[name], description },
              ]),
          ),
          additionalProperties: false,
          default: {},
          markdownDescription:
            'Bounds on the work for one file: `{ "macroDepth": 500 }`. Where one is hit, a message says so.',
          scope: 'resource',
        },
        'ventry.trace.server': {
          type: 'string',
          enum: ['off', 'messages', 'verbose'],
          default: 'off',
          markdownDescription: 'Log the messages between VS Code and the language server.',
          scope: 'window',
        },
      },
    },
  ];
}

function debuggers({ launchArguments, requiredArguments }, languages) {
  const launch = (label, description, body) => ({
    label: `ventry: ${label}`,
    description,
    body: { type: 'ventry', request: 'launch', name: label, program: `^"\\${openFile}"`, ...body },
  });
  return [
    {
      type: 'ventry',
      label: 'ventry',
      languages,
      configurationAttributes: { launch: { required: requiredArguments, properties: launchArguments } },
      initialConfigurations: [
        { type: 'ventry', request: 'launch', name: 'Debug vector table', program: openFile },
      ],
      configurationSnippets: [
        launch('Debug the open file', 'Run the assembly file in the editor and stop on exception entry.', {}),
        launch('Debug at EL1', 'Enter the program at EL1, as a bootloader would start a kernel.', {
          entryLevel: 1,
        }),
        launch('Debug with stubs', 'Handlers written in C or Rust return a value.', {
          stubs: { handle_sync_exception: { returns: 0 } },
        }),
        launch('Debug with interrupts', 'Raise an interrupt after a number of instructions.', {
          interrupts: [{ at: 1000, line: 'irq' }],
        }),
        launch('Debug Rust global_asm!', 'Give the {name} operands their values.', {
          operands: { name: '0' },
        }),
      ],
    },
  ];
}

function rulesPage(rules) {
  const section = rule =>
    [
      `## ${rule.id}`,
      '',
      `*${rule.title}* Severity: ${rule.severity}.`,
      '',
      rule.explanation.trim(),
      '',
      ...rule.bad.slice(0, 1).flatMap(e => ['```asm', e.source.trim(), '```', '']),
      ...rule.good.slice(0, 1).flatMap(e => [`Right: ${e.title}.`, '', '```asm', e.source.trim(), '```', '']),
    ].join('\n');
  const list = rules.map(rule => `* [${rule.id}](#${rule.id}): ${rule.title}`).join('\n');
  return `# Rules\n\nMade from the rule files in \`server/rules/\` by \`npm run manifest\`.\n\n${list}\n\n${rules.map(section).join('\n')}`;
}

const data = await load();
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
manifest.contributes.configuration = configuration(data);
manifest.contributes.debuggers = debuggers(
  data,
  manifest.contributes.breakpoints.map(({ language }) => language),
);
const wanted = {
  'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
  'docs/rules.md': rulesPage(data.rules),
};
let stale = 0;
for (const [file, text] of Object.entries(wanted)) {
  let current = '';
  try {
    current = readFileSync(file, 'utf8');
  } catch {
    // not there yet
  }
  const same = file.endsWith('.json')
    ? current !== '' && JSON.stringify(JSON.parse(current)) === JSON.stringify(JSON.parse(text))
    : current === text;
  if (same) continue;
  stale++;
  if (process.argv.includes('--check')) console.error(`${file} is stale: npm run manifest`);
  else writeFileSync(file, text);
}
if (process.argv.includes('--check') && stale > 0) process.exit(1);
