/** Launching that fails, and the requests that look at and change a stopped program. */
import { expect, test } from 'vitest';
import { handlers } from '../../debug-adapter/requests/index.ts';
import { architectures } from '../../isa/architectures.ts';
import { clientArguments, start } from './dap-client.ts';
import { debugging, fixture, withClient } from './dap-session.ts';

const atEl1 = { entryLevel: 1, clobberReport: 'never' };
const stopped = { ...atEl1, stopOnEntry: true };

const refusedLaunches: readonly [string, object, RegExp][] = [
  ['no program', {}, /has no "program"/],
  ['a missing file', { program: '/nowhere/x.S' }, /The program \/nowhere\/x\.S cannot be read\./],
  ['a missing file of several', { program: [fixture('spin.S'), '/nowhere/y.S'] }, /\/nowhere\/y\.S/],
  [
    'a wrong machine',
    { program: fixture('spin.S'), machine: 'toaster' },
    /no machine "toaster"; there is "virt"/,
  ],
  ['a wrong processor', { program: fixture('spin.S'), cpu: 'z80' }, /no processor "z80"/],
  ['a program that does not assemble', { program: fixture('broken.S') }, /broken\.S:3:5: .*frobnicate/],
  ['a level that is none', { program: fixture('spin.S'), entryLevel: 7 }, /"entryLevel" must be at most 3/],
  ['an argument of another type', { program: fixture('spin.S'), stubs: [] }, /"stubs" must be an object/],
  ['a stub without a value', { program: fixture('spin.S'), stubs: { f: {} } }, /"stubs"\.f needs "returns"/],
  [
    'a number that is none',
    { program: fixture('spin.S'), loadAddress: 'here' },
    /"loadAddress" is not a number/,
  ],
  [
    'an unknown line',
    { program: fixture('spin.S'), interrupts: [{ at: 1, line: 'nmi' }] },
    /must be one of "irq"/,
  ],
  [
    'an address without memory',
    { program: fixture('spin.S'), loadAddress: '0x100000000000' },
    /outside the memory/,
  ],
  ['an unknown register', { program: fixture('spin.S'), registers: { x99: 1 } }, /no register "x99"/],
];

test('a launch that cannot be done says what and where, in one sentence, and another can follow', () =>
  withClient(async client => {
    await client.request('initialize', clientArguments);
    for (const [name, launch, sentence] of refusedLaunches)
      expect(await client.refusal('launch', launch), name).toMatch(sentence);
    expect(client.events.filter(event => event.event === 'initialized')).toEqual([]);
    expect(await client.refusal('threads')).toBe('No program has been launched.');
    await client.request('launch', { program: fixture('spin.S'), ...stopped });
    await client.event('initialized');
    await client.request('configurationDone', {});
    await client.event('stopped');
    expect(client.problems).toEqual([]);
  }));

test('the initialize answer offers the filters of every architecture, and no request that is not there', () =>
  withClient(async client => {
    const capabilities = await client.request('initialize', clientArguments);
    expect(capabilities.exceptionBreakpointFilters.map((f: { filter: string }) => f.filter)).toEqual(
      architectures.flatMap(a => a.exceptionFilters.map(f => f.id)),
    );
    const needs: Readonly<Record<string, keyof typeof handlers>> = {
      supportsConfigurationDoneRequest: 'configurationDone',
      supportsFunctionBreakpoints: 'setFunctionBreakpoints',
      supportsInstructionBreakpoints: 'setInstructionBreakpoints',
      supportsBreakpointLocationsRequest: 'breakpointLocations',
      supportsSetVariable: 'setVariable',
      supportsRestartRequest: 'restart',
      supportsTerminateRequest: 'terminate',
      supportsCompletionsRequest: 'completions',
      supportsExceptionInfoRequest: 'exceptionInfo',
      supportsDisassembleRequest: 'disassemble',
      supportsReadMemoryRequest: 'readMemory',
      supportsWriteMemoryRequest: 'writeMemory',
      supportsSetExpression: 'setExpression',
      supportsLoadedSourcesRequest: 'loadedSources',
      supportsGotoTargetsRequest: 'gotoTargets',
      supportsCancelRequest: 'cancel',
      supportsStepBack: 'stepBack',
    };
    for (const [capability, command] of Object.entries(needs))
      expect([capability, capabilities[capability] === true]).toEqual([capability, command in handlers]);
    expect(client.problems).toEqual([]);
  }));

test('filters: an unknown one and a condition that cannot be read say so', () =>
  debugging(fixture('spin.S'), stopped, {}, async (_, client) => {
    await client.event('stopped');
    const { breakpoints } = await client.request('setExceptionBreakpoints', {
      filters: ['no-such'],
      filterOptions: [{ filterId: 'a64-sync', condition: 'ec == ' }, { filterId: 'a64-irq' }],
    });
    expect(breakpoints).toEqual([
      { verified: false, message: 'There is no exception filter "no-such".' },
      { verified: false, message: expect.stringContaining('cannot be read at character') },
      { verified: true },
    ]);
  }));

test('filters of other architectures say that they do not apply', () =>
  debugging(fixture('spin.S'), stopped, {}, async (_, client) => {
    await client.event('stopped');
    const others = architectures.filter(a => a.id !== 'a64').flatMap(a => a.exceptionFilters.map(f => f.id));
    const { breakpoints } = await client.request('setExceptionBreakpoints', { filters: others });
    expect(breakpoints).toHaveLength(others.length);
    for (const { verified, message } of breakpoints) {
      expect(verified).toBe(false);
      expect(message).toMatch(/^This filter is for .* and does not apply to AArch64/);
    }
  }));

test('filter conditions are evaluated on what the exception says', () =>
  debugging(
    fixture('steps.S'),
    atEl1,
    {
      filters: {
        'a64-sync':
          'ec == 0x15 && esr.ec == 0x15 && imm16 == 0 && el == 1 && from == 1 && x10 == 1 && elr == slot',
      },
    },
    async (_, client) => {
      await client.event('exited');
      expect(client.events.filter(event => event.event === 'stopped')).toEqual([]);
    },
  ));

test('what is wrong in a request, or with the adapter itself, is answered and the session lives on', () =>
  debugging(fixture('spin.S'), stopped, {}, async (_, client) => {
    await client.event('stopped');
    client.sendRaw('{"seq":1000,"type":"request","command":"setBreakpoints","arguments":{}}');
    client.sendRaw('{"seq":1001,"type":"request","command":"constructor","arguments":{}}');
    client.sendRaw('this is no message');
    const { threads } = await client.request('threads');
    expect(threads).toEqual([{ id: 1, name: 'CPU 0 at EL1' }]);
    expect(await client.refusal('variables', { variablesReference: 4711 })).toContain('earlier stop');
    expect(await client.refusal('scopes', { frameId: 4711 })).toContain('earlier stop');
    expect(await client.refusal('exceptionInfo', { threadId: 1 })).toContain('not stopped at an exception');
    expect(await client.refusal('readMemory', { memoryReference: 'x', count: 1 })).toContain(
      'not an address',
    );
    expect(await client.refusal('launch', { program: fixture('spin.S') })).toContain('already');
  }));

test('evaluate: registers, symbols, fields, memory, assignments, commands', () =>
  debugging(fixture('nested.S'), atEl1, { filters: { 'a64-sync': 'hits == 2' } }, async (t, client) => {
    await t.stop();
    for (const expression of [
      'x1',
      'x1 + 1',
      '$sp',
      'w1',
      'pstate',
      'table',
      'table + 0x200 == slot_sync',
      'esr',
      'esr.ec',
      'esr_el1.imm16',
      'elr',
      '*(u64*)(sp + 8)',
      '*(u8*)exit_block',
      'nothing',
      'x0 +',
      '1 / 0',
      '*(u64*)0',
    ])
      await t.evaluate(expression);
    t.say('in the interrupted frame');
    await t.evaluate('x1', 'watch', 2);
    await t.evaluate('pc', 'watch', 2);
    t.say('in the console');
    await t.evaluate('x7 = 0x1234', 'repl');
    await t.evaluate('x7', 'hover');
    await t.evaluate('*(u32*)exit_block = 7', 'repl');
    await t.evaluate('*(u32*)exit_block', 'clipboard');
    await t.evaluate('pstate.I = 0', 'repl');
    for (const command of ['frame', 'vectors', 'history', 'stub', 'regs nothing'])
      await t.evaluate(command, 'repl');
    const help = await client.request('evaluate', { expression: 'help', context: 'repl' });
    for (const word of ['regs', 'frame', 'vectors', 'history', 'stub', 'irq'])
      expect(help.result).toContain(word);
    const decimal = await client.request('evaluate', { expression: '0 - 1', format: { hex: false } });
    expect(decimal.result).toBe('-1');
    t.matches('dap-evaluate.txt');
  }));

test('setVariable and setExpression: registers, frame fields, fields of registers', () =>
  debugging(fixture('equal-registers.S'), atEl1, { filters: { 'a64-sync': '' } }, async (t, client) => {
    await t.stop();
    for (let i = 0; i < 3; i++) await t.stepTo('next');
    const { stackFrames } = await client.request('stackTrace', { threadId: 1 });
    const frameId = stackFrames[0].id;
    const { scopes } = await client.request('scopes', { frameId });
    const scope = (name: string): number =>
      scopes.find((s: { name: string }) => s.name === name).variablesReference;
    const set = (name: string, variable: string, value: string) =>
      client.ask('setVariable', { variablesReference: scope(name), name: variable, value });
    expect((await set('Saved frame', 'x3', '0x99')).body.value).toMatch(/^0x0{14}77 → 0x0{14}99 at sp \+ 16/);
    expect((await set('Registers', 'x5', 'x3 * 2')).body.value).toBe('0x00000000000000ee');
    expect((await set('Interrupted', 'x5', '1')).message).toBe('x5 cannot be set.');
    expect((await set('Registers', 'x5', 'banana')).message).toContain('banana');
    const field = await client.request('setExpression', { expression: 'spsr.M', value: '4', frameId });
    expect(field.value).toMatch(/^0x4/);
    const memory = await client.request('setExpression', {
      expression: '*(u16*)(sp + 16)',
      value: '0xabcd',
      frameId,
    });
    expect(memory.value).toBe('0xabcd');
    await t.scope('Saved frame', 0, ['x3']);
    expect(client.problems).toEqual([]);
  }));

test('variables: paging, decimal, fields of a system register as children', () =>
  debugging(fixture('spin.S'), stopped, {}, async (_, client) => {
    await client.event('stopped');
    const { stackFrames } = await client.request('stackTrace', { threadId: 1 });
    const { scopes } = await client.request('scopes', { frameId: stackFrames[0].id });
    const [registers, system] = scopes;
    expect(scopes.map((s: { name: string }) => s.name)).toEqual(['Registers', 'System registers']);
    const page = await client.request('variables', {
      variablesReference: registers.variablesReference,
      start: 30,
      count: 3,
      format: { hex: false },
    });
    expect(page.variables.map((v: { name: string }) => v.name)).toEqual(['x30', 'sp', 'pc']);
    expect(page.variables[0].value).toBe('0');
    const children = async (variablesReference: number) =>
      (await client.request('variables', { variablesReference })).variables;
    const groups = await children(system.variablesReference);
    const el1 = groups.find((g: { name: string }) => g.name === 'Exception EL1');
    const esr = (await children(el1.variablesReference)).find((r: { name: string }) => r.name === 'esr_el1');
    expect((await children(esr.variablesReference)).map((f: { name: string }) => f.name)).toContain('EC');
    expect(client.problems).toEqual([]);
  }));

test('memory: read to the end of what is mapped, write, base64', () =>
  debugging(fixture('spin.S'), stopped, {}, async (_, client) => {
    await client.event('stopped');
    const read = (memoryReference: string, offset: number, count: number) =>
      client.request('readMemory', { memoryReference, offset, count });
    const first = await read('0x40080000', -16, 32);
    expect(first.address).toBe('0x4007fff0');
    expect(Buffer.from(first.data, 'base64').length).toBe(32);
    expect(await read('0x10000000', 0, 64)).toEqual({ address: '0x10000000', data: '', unreadableBytes: 64 });
    await client.request('writeMemory', { memoryReference: '0x40100000', offset: 4, data: 'AQID' });
    expect((await client.event('memory')).body).toEqual({
      memoryReference: '0x40100004',
      offset: 0,
      count: 3,
    });
    expect((await read('0x40100000', 0, 8)).data).toBe(
      Buffer.from([0, 0, 0, 0, 1, 2, 3, 0]).toString('base64'),
    );
    expect(client.problems).toEqual([]);
  }));

test('disassemble: exactly the rows that are asked for, also before the start and where nothing is', () =>
  debugging(fixture('steps.S'), stopped, {}, async (_, client) => {
    await client.event('stopped');
    const rows = async (memoryReference: string, instructionOffset: number, instructionCount: number) =>
      (await client.request('disassemble', { memoryReference, instructionOffset, instructionCount }))
        .instructions;
    const around = await rows('0x40080000', -2, 5);
    expect(around.map((r: { address: string }) => r.address)).toEqual([
      '0x4007fff8',
      '0x4007fffc',
      '0x40080000',
      '0x40080004',
      '0x40080008',
    ]);
    expect(around[2]).toMatchObject({ symbol: '_start', line: 18 });
    expect(around[3]).toMatchObject({ instruction: 'msr vbar_el1, x0', instructionBytes: '00 c0 18 d5' });
    expect(await rows('0x10000000', -50, 100)).toHaveLength(100);
    expect(await rows('0x0', -3, 6)).toHaveLength(6);
    expect(await rows('0xfffffffffffffffc', -1, 4)).toHaveLength(4);
    expect(client.problems).toEqual([]);
  }));

test('completions, loaded sources, goto', () =>
  debugging(fixture('steps.S'), stopped, {}, async (t, client) => {
    await client.event('stopped');
    const labels = async (text: string) =>
      (await client.request('completions', { text, column: text.length + 1 })).targets.map(
        (c: { label: string }) => c.label,
      );
    expect(await labels('elr_el3')).toEqual(['elr_el3']);
    expect(await labels('x0 + fun')).toEqual(['function']);
    expect(await labels('esr_el1.e')).toContain('EC');
    expect(await labels('hist')).toEqual(['history']);
    const { sources } = await client.request('loadedSources');
    expect(sources.map((s: { path: string }) => s.path)).toEqual([fixture('steps.S'), fixture('table.h')]);
    const { targets } = await client.request('gotoTargets', {
      source: { path: fixture('steps.S') },
      line: 23,
    });
    await client.request('goto', { threadId: 1, targetId: targets[0].id });
    expect((await client.event('stopped')).body.reason).toBe('goto');
    await t.evaluate('pc');
    await client.request('continue', { threadId: 1 });
    expect((await client.event('exited')).body.exitCode).toBe(3);
    expect(client.problems).toEqual([]);
  }));

test('initial registers and memory', () =>
  debugging(
    fixture('spin.S'),
    {
      ...stopped,
      registers: { x5: '0xffff_ffff_ffff_fff0', X6: -1 },
      memory: [{ address: '0x40200000', bytes: '01 02 03 04' }],
    },
    {},
    async (_, client) => {
      await client.event('stopped');
      const value = async (expression: string) => (await client.request('evaluate', { expression })).result;
      expect(await value('x5')).toBe('0xfffffffffffffff0');
      expect(await value('x6')).toBe('0xffffffffffffffff');
      expect(await value('*(u32*)0x40200000')).toBe('0x4030201');
    },
  ));

test('a client that counts lines from 0 and names sources by URI', () =>
  withClient(async client => {
    await client.request('initialize', {
      ...clientArguments,
      linesStartAt1: false,
      columnsStartAt1: false,
      pathFormat: 'uri',
    });
    await client.request('launch', { program: fixture('steps.S'), ...stopped });
    await client.event('initialized');
    const { breakpoints } = await client.request('setBreakpoints', {
      source: { path: `file://${fixture('steps.S')}` },
      breakpoints: [{ line: 19 }],
    });
    expect(breakpoints[0]).toMatchObject({ verified: true, line: 19, column: 4 });
    expect(breakpoints[0].source.path).toBe(`file://${fixture('steps.S')}`);
  }));

test('one session ends, another in another process goes on', () =>
  withClient(async one => {
    await withClient(async two => {
      await start(one, { program: fixture('spin.S'), ...stopped });
      await start(two, { program: fixture('steps.S'), ...stopped });
      await one.close();
      expect((await two.request('threads')).threads).toHaveLength(1);
    });
  }));
