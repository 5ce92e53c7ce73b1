/**
 * The launch arguments as data: the manifest's `configurationAttributes`, the checks of a launch request and
 * the documentation are made from this one table.
 */
import { architectures } from '../isa/architectures.ts';
import type { ArgumentSchema } from './argument-schema.ts';

/** A number, also as text so that `0x` and 64 bits can be written. */
const number: ArgumentSchema = { type: ['number', 'string'] };

export const launchArguments = {
  program: {
    type: ['string', 'array'],
    items: { type: 'string' },
    description: 'The assembly source to run: one file, or a list of files assembled together in order.',
  },
  cwd: {
    type: 'string',
    description: 'Folder that relative paths start from; the folder of the program when absent.',
  },
  machine: {
    type: 'string',
    description: 'The board to run on; when absent, the usual one for the kind of file that the program is.',
  },
  cpu: {
    type: 'string',
    description:
      'The processor: cortex-a57, the usual one, or max, which has the instructions of Armv8.1 to v8.5, too.',
  },
  entryLevel: {
    type: 'number',
    minimum: 0,
    maximum: 3,
    description: "Exception level at the entry; the board's highest when absent.",
  },
  loadAddress: {
    ...number,
    description: "Address of the first section; the architecture's own when absent.",
  },
  linkerScript: {
    type: 'string',
    description:
      'A GNU linker script that lays the program out; `program` may then name objects (.o) beside sources.',
  },
  includePaths: {
    type: 'array',
    items: { type: 'string' },
    default: [],
    description: 'Folders searched by #include, .include and .incbin.',
  },
  defines: {
    type: 'object',
    additionalProperties: { type: ['string', 'number', 'boolean'] },
    default: {},
    description: 'Preprocessor definitions, name to value.',
  },
  compileCommands: {
    type: 'string',
    description:
      'compile_commands.json, or the folder that holds it, from which each file gets the flags of its command; the nearest one around the file when absent.',
  },
  limits: {
    type: 'object',
    additionalProperties: { type: 'number' },
    default: {},
    description: 'Bounds on the work of the assembler, name to number.',
  },
  operands: {
    type: 'object',
    additionalProperties: { type: ['string', 'number'] },
    default: {},
    description: "Values for the {name} operands of Rust's global_asm!.",
  },
  stopOnEntry: {
    type: 'boolean',
    default: false,
    description: 'Stop before the first instruction of the program.',
  },
  registers: {
    type: 'object',
    additionalProperties: number,
    default: {},
    description: 'Registers at the entry, name to value.',
  },
  memory: {
    type: 'array',
    items: {
      type: 'object',
      required: ['address', 'bytes'],
      properties: {
        address: number,
        bytes: { type: 'string', description: 'Bytes in hexadecimal, as they lie in memory.' },
      },
    },
    default: [],
    description: 'Memory contents at the entry.',
  },
  memoryBytes: {
    ...number,
    minimum: 1,
    description: "RAM in bytes; the board's own size when absent.",
  },
  stubs: {
    type: 'object',
    additionalProperties: {
      type: 'object',
      required: ['returns'],
      properties: { returns: { ...number, description: 'Value given back in the result register.' } },
    },
    default: {},
    description:
      'Handlers that are not in the program (written in C or Rust): what a call of each gives back. The run goes on without a stop.',
  },
  unresolved: {
    type: 'string',
    enum: ['stop', 'return'],
    default: 'stop',
    description:
      'What a call of a handler does that is neither in the program nor in "stubs": stop with its name, or return at once.',
  },
  interrupts: {
    type: 'array',
    items: {
      type: 'object',
      required: ['at', 'line'],
      properties: {
        at: { type: 'number', minimum: 0, description: 'Instructions executed before it is raised.' },
        line: {
          type: 'string',
          enum: architectures.flatMap(({ interruptLines }) => interruptLines.map(({ name }) => name)),
        },
      },
    },
    default: [],
    description: 'Interrupts to raise, by instruction count. Each is lowered again when it has been taken.',
  },
  input: {
    type: 'string',
    default: '',
    description: "Characters typed on the guest's console at the start.",
  },
  history: {
    type: 'object',
    properties: {
      megabytes: {
        type: 'number',
        minimum: 0,
        description:
          'Memory for snapshots of the machine. With 0, nothing is recorded and there is no way back.',
      },
    },
    default: { megabytes: 256 },
    description: 'How much of the run is kept for stepping back and reverse continue.',
  },
  clobberReport: {
    type: 'string',
    enum: ['changes', 'always', 'never'],
    default: 'changes',
    description:
      'When an exception handler returns, say in the Debug Console what became of the interrupted registers: when something changed, always, or never.',
  },
} as const satisfies Readonly<Record<string, ArgumentSchema>>;

export const requiredArguments: readonly (keyof typeof launchArguments)[] = ['program'];
