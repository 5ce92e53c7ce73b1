/** Breakpoints, steps, pause, stubs and interrupts over the real adapter process. */
import { expect, test } from 'vitest';
import { debugging, fixture } from './dap-session.ts';

const atEl1 = { entryLevel: 1 };
const quiet = { ...atEl1, clobberReport: 'never' };

test('steps: a macro call is one statement, its body can be entered, exceptions are stepped over', () =>
  debugging(fixture('steps.S'), { ...quiet, stopOnEntry: true }, {}, async (t, client) => {
    await t.stop();
    await t.stepTo('next');
    await t.stepTo('next');
    t.say('the macro call as one statement, into it, and through what it calls');
    await t.stepTo('stepIn');
    await t.stepTo('next');
    await t.stepTo('stepIn');
    await t.stack();
    await t.stepTo('next');
    await t.stepTo('next');
    await t.stepTo('next');
    t.say('over a call, over an exception, over a macro, and through a loop');
    await t.stepTo('next');
    await t.stepTo('next');
    await t.stepTo('next');
    for (let i = 0; i < 5; i++) await t.stepTo('next');
    await t.evaluate('x11');
    t.say('restart, into the call and out of it, into the exception and out of it');
    await client.request('restart', {});
    await t.stop();
    for (let i = 0; i < 3; i++) await t.stepTo('next');
    await t.stepTo('stepIn');
    await t.stepTo('next');
    await t.stack();
    await t.stepTo('stepOut');
    await t.stepTo('stepIn');
    await t.stack();
    await t.stepTo('stepOut');
    await t.stepTo('next', 'instruction');
    await t.stepTo('next', 'instruction');
    t.matches('dap-steps.txt');
  }));

test('where breakpoints come to lie', () =>
  debugging(fixture('steps.S'), { ...quiet, stopOnEntry: true }, {}, async (_, client) => {
    await client.event('stopped');
    const path = fixture('steps.S');
    const set = async (breakpoints: object[], source = path) =>
      (await client.request('setBreakpoints', { source: { path: source }, breakpoints })).breakpoints;
    // 1 is a comment, 6 in a macro's body, 20 a macro call, 200 after the end.
    const lines = await set([{ line: 1 }, { line: 6 }, { line: 20 }, { line: 200 }]);
    expect(lines.map((b: { verified: boolean; line?: number }) => [b.verified, b.line])).toEqual([
      [true, 5],
      [true, 6],
      [true, 20],
      [false, undefined],
    ]);
    expect(lines[3].message).toContain('No instruction');
    const [badCondition, badHits] = await set([
      { line: 20, condition: 'x0 ==' },
      { line: 20, hitCondition: 'often' },
    ]);
    expect(badCondition).toMatchObject({ verified: false, message: expect.stringContaining('character') });
    expect(badHits).toMatchObject({ verified: false });
    const { breakpoints } = await client.request('breakpointLocations', {
      source: { path },
      line: 1,
      endLine: 12,
    });
    expect(breakpoints.map((b: { line: number }) => b.line)).toEqual([5, 6, 10, 11, 12]);
    expect(client.problems).toEqual([]);
  }));

test('a breakpoint in a macro body stops in every expansion; one on a call stops at its first instruction', () =>
  debugging(
    fixture('steps.S'),
    quiet,
    {
      breakpoints: {
        [fixture('steps.S')]: [{ line: 6, hitCondition: '% 2' }, 20, { line: 25, condition: 'x9 == 1' }],
      },
    },
    async (t, client) => {
      for (let i = 0; i < 4; i++) {
        await t.stop();
        await t.stack();
        await t.step('continue');
      }
      await t.stop();
      await client.request('setBreakpoints', {
        source: { path: fixture('steps.S') },
        breakpoints: [{ line: 26, logMessage: 'x9 is {x9}, {{not}} {nothing}' }],
      });
      await t.step('continue');
      await client.event('exited');
      t.output('console');
      t.matches('dap-breakpoints.txt');
    },
  ));

test('function and instruction breakpoints', () =>
  debugging(fixture('steps.S'), { ...quiet, stopOnEntry: true }, {}, async (t, client) => {
    await t.stop();
    const { breakpoints } = await client.request('setFunctionBreakpoints', {
      breakpoints: [{ name: 'function' }, { name: 'nowhere' }],
    });
    expect(breakpoints.map((b: { verified: boolean }) => b.verified)).toEqual([true, false]);
    await t.step('continue');
    await t.stop();
    await t.stack();
    const { stackFrames } = await client.request('stackTrace', { threadId: 1 });
    await client.request('setInstructionBreakpoints', {
      breakpoints: [{ instructionReference: stackFrames[0].instructionPointerReference, offset: 24 }],
    });
    await t.step('continue');
    await t.stop();
    await t.stack();
    t.matches('dap-function-breakpoints.txt');
  }));

test('handlers that are not in the program stop with their name, and give back a value when told', () =>
  debugging(fixture('stubs.S'), quiet, {}, async (t, client) => {
    await t.stop();
    await t.stack();
    await t.stepTo('next');
    await t.step('continue');
    await t.stop();
    await t.evaluate('stub', 'repl');
    await t.evaluate('stub rust_handle_svc 20 + 1', 'repl');
    const exited = await client.event('exited');
    t.say(`exit code ${exited.body.exitCode}`);
    t.matches('dap-stubs.txt');
  }));

test('what stubs give back can be set at launch', () =>
  debugging(
    fixture('stubs.S'),
    { ...quiet, stubs: { rust_handle_svc: { returns: '0x10' } } },
    {},
    async (_, client) => {
      const exited = await client.event('exited');
      expect(exited.body.exitCode).toBe(0x20);
    },
  ));

test('unresolved handlers can return at once', () =>
  debugging(fixture('stubs.S'), { ...quiet, unresolved: 'return' }, {}, async (_, client) => {
    const exited = await client.event('exited');
    expect(exited.body.exitCode).toBe(3);
  }));

test('a guest that spins for ever: pause and stop always work at once', () =>
  debugging(fixture('spin.S'), quiet, {}, async (_, client) => {
    for (let i = 0; i < 3; i++) {
      const started = performance.now();
      await client.request('pause', { threadId: 1 });
      expect((await client.event('stopped')).body.reason).toBe('pause');
      // At once for a person, on a machine that runs other tests at the same time.
      expect(performance.now() - started).toBeLessThan(3000);
      await client.request('continue', { threadId: 1 });
    }
    expect(await client.refusal('stackTrace', { threadId: 1 })).toContain('running');
    await client.request('terminate', {});
    await client.event('terminated');
    await client.close();
    expect(client.problems).toEqual([]);
  }));

test('disconnect ends the process while the guest runs', () =>
  debugging(fixture('spin.S'), quiet, {}, async (_, client) => {
    await client.ask('disconnect', {});
    expect(await client.exited).toBe(0);
  }));

test('interrupts come by plan at an exact instruction count, and from the console', () =>
  debugging(
    fixture('spin.S'),
    {
      ...quiet,
      interrupts: [
        { at: 100, line: 'irq' },
        { at: 200, line: 'irq' },
      ],
    },
    { filters: { 'a64-irq': 'hits >= 2' } },
    async (t, client) => {
      await t.stop();
      await t.stack();
      await t.evaluate('x20');
      await t.evaluate('history', 'repl');
      await t.step('continue');
      await client.request('evaluate', { expression: 'irq', context: 'repl' });
      await t.stop();
      await t.evaluate('x20');
      t.matches('dap-interrupts.txt');
    },
  ));
