/** What a careless client, a wrong launch and a runaway guest do to the real adapter process. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve, waitingAtMost } from '../../debug-adapter/serve.node.ts';
import type { DapClient } from './dap-client.ts';
import { clientArguments, start } from './dap-client.ts';
import { withClient } from './dap-session.ts';

/** Longest answer to a request while a guest runs, in milliseconds, on a slow and busy machine. */
const patience = 4000;

let folder: string;
const file = (name: string): string => join(folder, name);
const sources: Readonly<Record<string, string>> = {
  'spin.S': '_start: b _start\n',
  'wrong.S': '_start: nop\n bogus x0\n',
  'empty.S': '// nothing\n',
  // Assembles only with its own compile command.
  'own.S': '#ifndef OWN\n bogus x0\n#endif\n_start: nop\n mov x0, #OWN\n',
  'build/compile_commands.json':
    '[{"directory": "..", "file": "own.S", "command": "gcc -DOWN=70000 -c own.S"}]',
  'bad/compile_commands.json': '{}',
  // Every fetch of the handler faults again.
  'nested.S': '_start: mov x0, #0xdead0000\n msr vbar_el1, x0\n svc #0\n',
  'returning.S':
    ' .balign 2048\nv: .rept 16\n .balign 128\n eret\n .endr\n_start: adr x0, v\n msr vbar_el1, x0\n1: svc #0\n b 1b\n',
  'flood.S': '_start: mov x1, #0x09000000\n mov w0, #65\n1: str w0, [x1]\n b 1b\n',
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ventry-dap-'));
  for (const name of ['build', 'bad']) mkdirSync(file(name));
  for (const [name, text] of Object.entries(sources)) writeFileSync(file(name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each<[what: string, launch: () => object, sentence: RegExp]>([
  ['a missing file', () => ({ program: file('none.S') }), /none\.S cannot be read/],
  ['a folder', () => ({ program: folder }), /cannot be read/],
  ['a device', () => ({ program: '/dev/zero' }), /cannot be read/],
  ['no program', () => ({}), /has no "program"/],
  ['a number', () => ({ program: 5 }), /"program" must be a text or a list/],
  ['no machine', () => ({ program: file('spin.S'), machine: 'vax' }), /no machine "vax"; there is "virt"/],
  [
    'no processor',
    () => ({ program: file('spin.S'), cpu: 'm1' }),
    /no processor "m1"; there are "cortex-a57" and "max"/,
  ],
  ['a wrong source', () => ({ program: file('wrong.S') }), /wrong\.S:2:2: bogus is no instruction/],
  ['no compile command', () => ({ program: file('own.S') }), /own\.S:2:2: bogus is no instruction/],
  ['its compile command', () => ({ program: file('own.S'), compileCommands: 'build' }), /own\.S:5:\d+: /],
  [
    'compile commands that are none',
    () => ({ program: file('own.S'), compileCommands: 'bad' }),
    /compile commands .*bad.compile_commands\.json cannot be used: it must hold a list/,
  ],
  [
    'missing compile commands',
    () => ({ program: file('own.S'), compileCommands: 'none' }),
    /none.* cannot be read/,
  ],
  ['a wrong limit', () => ({ program: file('own.S'), limits: { deep: 1 } }), /there is no limit deep/],
  ['nothing to run', () => ({ program: file('empty.S') }), /empty\.S: there is no instruction/],
  ['memory without end', () => ({ program: file('spin.S'), memoryBytes: 1e15 }), /1000000000000000 bytes/],
  ['negative memory', () => ({ program: file('spin.S'), memoryBytes: -1 }), /must be at least 1/],
])('a launch with %s says so, and another one works', (_, launch, sentence) =>
  withClient(async client => {
    await client.request('initialize', clientArguments);
    // Wrong types are no launch of the protocol's schema, so only the answer is looked at.
    expect(await client.refusal('launch', launch())).toMatch(sentence);
    await client.request('launch', { program: file('spin.S'), stopOnEntry: true });
    await client.event('initialized');
    await client.request('configurationDone', {});
    await client.event('stopped');
  }),
);

test('arguments that are wrong or missing are named, and the session lives on', () =>
  withClient(async client => {
    await start(client, { program: file('spin.S'), stopOnEntry: true });
    await client.event('stopped');
    const at = '0x40080000';
    for (const [command, args, sentence] of [
      ['initialize', 5, 'Request "initialize" must be an object.'],
      ['evaluate', {}, 'Request "evaluate" needs "expression".'],
      ['scopes', { frameId: 'x' }, 'Request "scopes".frameId must be a whole number.'],
      ['scopes', { frameId: 99 }, 'This stack frame is of an earlier stop.'],
      ['variables', { variablesReference: 1e9 }, 'These variables are of an earlier stop.'],
      ['readMemory', { memoryReference: 'here', count: 4 }, '"here" is not an address.'],
      [
        'readMemory',
        { memoryReference: at, count: 1.5 },
        'Request "readMemory".count must be a whole number.',
      ],
      ['readMemory', { memoryReference: at, count: -1 }, 'Request "readMemory".count must be at least 0.'],
      [
        'disassemble',
        { memoryReference: at, instructionCount: 1e9 },
        'Request "disassemble".instructionCount must be at most 65536.',
      ],
      [
        'setBreakpoints',
        { source: { path: file('spin.S') }, breakpoints: [null] },
        'Request "setBreakpoints".breakpoints[0] must be an object.',
      ],
      ['nothing', {}, 'There is no request "nothing" here.'],
      ['constructor', {}, 'There is no request "constructor" here.'],
    ] as const)
      expect([command, await client.refusal(command, args as object)]).toEqual([command, sentence]);
    client.sendRaw('null');
    client.sendRaw('{x}');
    client.sendRaw('{"seq":1,"type":"response","request_seq":1}');
    expect(await client.request('evaluate', { expression: 'pc' })).toMatchObject({ variablesReference: 0 });
    await client.request('continue', { threadId: 1 });
    expect(await client.refusal('continue', { threadId: 1 })).toBe('The program is running: pause it first.');
    await client.request('terminate', {});
    await client.request('terminate', {});
    expect(await client.refusal('stackTrace', { threadId: 1 })).toBe('The program has ended.');
    expect(client.events.filter(({ event }) => event === 'terminated')).toHaveLength(1);
  }));

test('an instruction breakpoint between two instructions is not set', () =>
  withClient(async client => {
    await start(client, { program: file('spin.S'), stopOnEntry: true });
    const wanted = [{ instructionReference: '0x40080002' }, { instructionReference: '0x40080000' }];
    const { breakpoints } = await client.request('setInstructionBreakpoints', { breakpoints: wanted });
    expect(breakpoints).toMatchObject([
      {
        verified: false,
        message: 'No instruction is at 0x40080002: its address would be a multiple of 4.',
      },
      { verified: true },
    ]);
  }));

test('a guest that floods a client which does not read waits for it', async () => {
  const input = new PassThrough();
  let held: (() => void) | undefined;
  const output = new Writable({
    write(_chunk, _encoding, done) {
      held = done;
    },
  });
  let ended = false;
  serve(input, output, () => {
    ended = true;
  });
  const send = (seq: number, command: string, args: object = {}): void => {
    const json = JSON.stringify({ seq, type: 'request', command, arguments: args });
    input.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
  };
  send(1, 'initialize', clientArguments);
  send(2, 'launch', { program: file('flood.S'), entryLevel: 1 });
  send(3, 'configurationDone');
  const waiting = async (): Promise<number> => {
    await new Promise(resolve => setTimeout(resolve, 200));
    return output.writableLength;
  };
  let before = 0;
  for (let now = await waiting(); now > before || now <= waitingAtMost; now = await waiting()) before = now;
  expect(before).toBeLessThan(2 * waitingAtMost);
  send(4, 'disconnect');
  await expect.poll(() => ended).toBe(true);
  held?.();
});

async function timed(client: DapClient, command: string): Promise<number> {
  const from = performance.now();
  await client.request(command, { threadId: 1 });
  return performance.now() - from;
}

describe.each(['spin.S', 'nested.S', 'returning.S', 'flood.S'])('%s runs without end', name => {
  test('pause, restart and disconnect are answered at once', () =>
    withClient(async client => {
      await start(client, { program: file(name), entryLevel: 1, clobberReport: 'never' });
      await new Promise(resolve => setTimeout(resolve, 300));
      expect(await timed(client, 'threads')).toBeLessThan(patience);
      expect(await timed(client, 'pause')).toBeLessThan(patience);
      expect((await client.event('stopped')).body.reason).toBe('pause');
      await client.request('continue', { threadId: 1 });
      expect(await timed(client, 'restart')).toBeLessThan(patience);
      expect(await timed(client, 'disconnect')).toBeLessThan(patience);
      expect(await client.exited).toBe(0);
    }));
});
