/** Golden transcripts of the Hawk's trap handlers: stop, interrupted state, saved frame, return, report. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { start } from './dap-client.ts';
import { debugging, example, fixture, withClient } from './dap-session.ts';

const hawk = (name: string): string => example(`hawk-traps/${name}.a`);

test('a bus trap: every register followed through TSV into the save area and back', () =>
  debugging(hawk('save'), { clobberReport: 'always' }, { filters: { 'hawk-bus': '' } }, async (t, client) => {
    await t.stop();
    await t.exception();
    await t.stack();
    await t.scope('Interrupted');
    await t.scope('Saved frame', 0, ['r1', 'r2', 'r3', 'tpc', 'psw']);
    for (let i = 0; i < 3; i++) await t.stepTo('next');
    await t.scope('Saved frame', 0, ['r1', 'r2', 'r3', 'tpc', 'psw']);
    for (let i = 0; i < 10; i++) await t.stepTo('next');
    await t.scope('Saved frame');
    await t.step('stepOut');
    await t.stop();
    await t.stack();
    t.output('console');
    await t.step('continue');
    const exited = await client.event('exited');
    expect(exited.body.exitCode).toBe(0);
    t.output('stdout');
    t.matches('dap-hawk-save.txt');
  }));

test('an entry that loses R1: the return stops, and the report names it', () =>
  debugging(
    hawk('broken'),
    { machine: 'hawk' },
    { filters: { 'hawk-privilege': 'level == 15', 'hawk-return-clobbered': '' } },
    async (t, client) => {
      await t.stop();
      await t.stack();
      await t.scope('Saved frame', 0, ['r1', 'r2']);
      await t.stepTo('next');
      await t.scope('Saved frame', 0, ['r1', 'r2']);
      await t.step('continue');
      await t.stop();
      t.output('stderr');
      await t.step('continue');
      await client.event('exited');
      t.matches('dap-hawk-broken.txt');
    },
  ));

test('an emulated instruction: the result goes through the saved register, the program error elsewhere', () =>
  debugging(hawk('multiply'), {}, { filters: { 'hawk-instruction': '' } }, async (t, client) => {
    await t.stop();
    await t.exception();
    await t.step('continue');
    await t.stop();
    t.output('console');
    await t.stack();
    await t.step('continue');
    await client.event('exited');
    t.output('console');
    t.output('stdout');
    t.matches('dap-hawk-multiply.txt');
  }));

test('conditions on TPC, TMA and the level; the commands of the Hawk debugger', () =>
  debugging(
    hawk('minimal'),
    { stopOnEntry: true },
    { filters: { 'hawk-bus': 'TMA == 0x40000 && TPC == BAD && level == 0', 'a64-sync': '' } },
    async (t, client) => {
      await t.stop();
      const command = (text: string) => t.evaluate(text, 'repl');
      for (const text of ['s', 'n', 's']) {
        await command(text);
        await t.stop();
      }
      await t.stack();
      await command('p BAD');
      await t.stop();
      await command('>');
      await command('<');
      await command('t');
      await command('+');
      await command('t');
      await command('m #10');
      await command('-');
      await command('r');
      await t.stop();
      await t.exception();
      await command('psw.oldlevel');
      await command('r5 = -1');
      await command('i');
      await client.event('exited');
      t.output('stdout');
      t.matches('dap-hawk-commands.txt');
    },
  ));

test('keys are interrupts, at the start and from the console; the screen can be looked at', () =>
  debugging(
    hawk('keyboard'),
    { input: 'Hi' },
    { filters: { 'hawk-interrupt': 'hits <= 3' } },
    async (t, client) => {
      await t.stop();
      await t.exception();
      await t.step('continue');
      await t.stop();
      await t.step('continue');
      await expect.poll(() => client.output('stdout')).toBe('Hi');
      await client.request('evaluate', { expression: 'key .', context: 'repl' });
      await t.stop();
      await t.evaluate('screen', 'repl');
      await t.step('continue');
      await client.event('exited');
      t.output('stdout');
      t.matches('dap-hawk-keyboard.txt');
    },
  ));

test.each([
  ['hawk-bus', 'TMA == 0x50000 && level == 15', 'Bus trap from level 15 (user)', 'LOAD2'],
  ['hawk-instruction', 'TPC == UNDEF2', 'Instruction trap from level 15 (user)', 'UNDEF2'],
  ['hawk-privilege', 'level == 15', 'Privilege trap from level 15 (user)', 'PRIV2'],
  ['hawk-coprocessor', 'psw.level == 15 && hits == 2', 'Coprocessor trap from level 15 (user)', 'COGET2'],
  ['hawk-interrupt', 'level == 15 && source == 1', 'Interrupt 1 from level 15 (user)', 'USER'],
  ['hawk-return', 'level == 15 && TPC == COGET2', 'Exception return to level 15 (user)', 'COGET2'],
])('the filter %s with the condition %s', (filter, condition, description, place) =>
  withClient(async client => {
    // Raised at level 0, it is taken as soon as level 15 enables it.
    const interrupts = [{ at: 5, line: 'irq1' }];
    await start(client, { program: fixture('traps.a'), interrupts }, { filters: { [filter]: condition } });
    const { body } = await client.event('stopped');
    expect(body).toMatchObject({ reason: 'exception', description });
    const { stackFrames } = await client.request('stackTrace', { threadId: 1 });
    expect(stackFrames.map(({ name }: { name: string }) => name)).toContain(place);
    await client.request('continue', { threadId: 1 });
    expect((await client.event('exited')).body.exitCode).toBe(0);
  }),
);

test('the interrupted state: every register, TPC, TMA where the trap has one, and the PSW with its fields', () =>
  withClient(async client => {
    await start(client, { program: fixture('traps.a') }, { filters: { 'hawk-bus': 'level == 15' } });
    await client.event('stopped');
    const { stackFrames } = await client.request('stackTrace', { threadId: 1 });
    const { scopes } = await client.request('scopes', { frameId: stackFrames[0].id });
    const { variablesReference } = scopes.find(({ name }: { name: string }) => name === 'Interrupted');
    const { variables } = await client.request('variables', { variablesReference });
    const names = (list: readonly { name: string }[]): readonly string[] => list.map(({ name }) => name);
    expect(names(variables)).toEqual([
      ...Array.from({ length: 15 }, (_, n) => `r${n + 1}`),
      'pc (tpc)',
      'psw',
      'tma',
    ]);
    const psw = variables.find(({ name }: { name: string }) => name === 'psw');
    const fields = await client.request('variables', { variablesReference: psw.variablesReference });
    expect(names(fields.variables)).toEqual(['level', 'oldlevel', 'BCD', 'N', 'Z', 'V', 'C']);
  }));

describe('what the README of the examples says', () => {
  const folder = example('hawk-traps');
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const { configurations } = JSON.parse(
    read('.vscode/launch.json').replaceAll(/\$\{workspaceFolder\}/g, folder),
  ) as {
    readonly configurations: readonly { readonly name: string; readonly program: string }[];
  };
  /** Program → what its row of the table says that it prints. */
  const printed = new Map(
    [...read('README.md').matchAll(/^\| \[(\w+\.a)\].*\| (?:`(.*)`|.*) \|$/gm)].map(row => [row[1], row[2]]),
  );

  /** Runs a configuration to its end; gives what its program and the debugger wrote. */
  const ran = (program: string): Promise<{ readonly stdout: string; readonly told: string }> =>
    withClient(async client => {
      const configuration = configurations.find(one => basename(one.program) === program)!;
      await start(client, configuration);
      expect((await client.event('exited')).body.exitCode).toBe(0);
      return { stdout: client.output('stdout'), told: client.output('console') + client.output('stderr') };
    });

  test('every program has a configuration and a row', () => {
    const programs = readdirSync(folder).filter(name => name.endsWith('.a'));
    expect([...printed.keys()].toSorted()).toEqual(programs.toSorted());
    expect(configurations.map(({ program }) => basename(program)).toSorted()).toEqual(programs.toSorted());
  });

  test.each([
    ['minimal.a', /CLOBBERED r1/],
    ['tsv.a', /goes to MYHAND \(tsv\.a:50\) instead of back to BAD/],
    ['save.a', /tpc 0x[0-9a-f]+ → 0x[0-9a-f]+: through the frame/],
    ['multiply.a', /r3 0x6 → 0x2a: through the frame/],
    ['privilege.a', /Return from exception #1 \(Privilege trap\)/],
    ['broken.a', /CLOBBERED r1 0x11 → 0x1012: never saved/],
  ])('%s prints what its row says, and the report is as told', async (program, report) => {
    const { stdout, told } = await ran(program);
    expect(stdout).toBe(printed.get(program) ?? '');
    expect(told).toMatch(report);
  });

  test('keyboard.a has keys typed for it', async () => {
    expect((await ran('keyboard.a')).stdout).toBe('Hawk.');
  });
});
