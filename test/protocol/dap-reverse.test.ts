/** Going back in time: through exceptions, to breakpoints, to any instruction, and forward again. */
import { expect, test } from 'vitest';
import { debugging, example, fixture } from './dap-session.ts';

const interrupted = ['x0', 'x1', 'sp_el1', 'pc', 'pstate'];

test('from a handler back to before its exception, and forward again', () =>
  debugging(
    example('el2-hypervisor/hypervisor.S'),
    { operands: { exception_sync: '0', exception_irq: '1' }, clobberReport: 'always' },
    { filters: { 'a64-sync': '' } },
    async (t, client) => {
      await t.stop();
      await t.stack();
      await t.scope('Interrupted', 0, interrupted);
      await t.stepTo('stepIn');
      await t.stepTo('stepIn');
      for (let i = 0; i < 3; i++) await t.stepTo('next');
      await t.evaluate('time', 'repl');
      for (let i = 0; i < 4; i++) await t.stepTo('stepBack');
      await t.stack();
      await t.evaluate('time', 'repl');
      await t.evaluate('x0');
      await t.evaluate('pstate');
      await t.stepTo('stepBack', 'instruction');
      await t.step('continue');
      await t.stop();
      await t.stack();
      await t.scope('Interrupted', 0, interrupted);
      await t.stepTo('stepIn');
      await t.stepTo('stepIn');
      for (let i = 0; i < 3; i++) await t.stepTo('next');
      await t.evaluate('time', 'repl');
      await t.stepTo('stepOut');
      await t.scope('Saved frame', 0, ['x0', 'x1', 'elr_el2', 'spsr_el2']);
      await t.step('continue');
      await t.stop();
      await t.exception();
      await t.step('reverseContinue');
      await t.stop();
      await t.exception();
      await t.scope('Interrupted', 0, interrupted);
      await t.step('reverseContinue');
      await t.stop();
      expect(await client.refusal('stepBack', { threadId: 1 })).toBe(
        'This is the start of the recorded run.',
      );
      await t.stack();
      await t.evaluate('time 40', 'repl');
      await t.stop();
      await t.stack();
      await t.evaluate('time', 'repl');
      t.output('console');
      t.matches('dap-reverse.txt');
    },
  ));

test('a macro call is one step back as well, and one that was stepped into is left at its start', () =>
  debugging(fixture('steps.S'), { entryLevel: 1, stopOnEntry: true }, {}, async t => {
    await t.stop();
    for (let i = 0; i < 6; i++) await t.stepTo('next');
    for (let i = 0; i < 6; i++) await t.stepTo('stepBack');
    t.matches('dap-reverse-steps.txt');
  }));

test('the Hawk: back over a trap and its return, another register value, and a new future', () =>
  debugging(example('hawk-traps/multiply.a'), {}, { filters: { 'hawk-instruction': '' } }, async t => {
    await t.stop();
    await t.stack();
    for (let i = 0; i < 4; i++) await t.stepTo('next');
    await t.evaluate('time', 'repl');
    await t.step('reverseContinue');
    await t.stop();
    await t.evaluate('time', 'repl');
    await t.step('continue');
    await t.stop();
    await t.stepTo('stepBack');
    await t.evaluate('vectors', 'repl');
    await t.evaluate('r3 = 5', 'repl');
    await t.evaluate('time', 'repl');
    await t.step('continue');
    await t.stop();
    await t.scope('Interrupted', 0, ['r3', 'pc']);
    await t.evaluate('vectors', 'repl');
    t.output('console');
    t.matches('dap-reverse-hawk.txt');
  }));

test('counts of breakpoints go back, too: the second visit is the second again', () =>
  debugging(
    fixture('steps.S'),
    { entryLevel: 1 },
    {
      breakpoints: { [fixture('steps.S')]: [{ line: 6, hitCondition: '2' }] },
    },
    async (_, client) => {
      const times: string[] = [];
      const time = async () => {
        await client.event('stopped');
        times.push(
          (await client.request('evaluate', { expression: 'time', context: 'repl' })).result.split(' ')[0],
        );
      };
      await time();
      await client.request('reverseContinue', { threadId: 1 });
      await time();
      await client.request('continue', { threadId: 1 });
      await time();
      expect(times[1]).toBe('0');
      expect(times[2]).toBe(times[0]);
    },
  ));

test('a long way back can be paused, and gone on from there', () =>
  debugging(fixture('spin.S'), { entryLevel: 1, history: { megabytes: 1 } }, {}, async (_, client) => {
    const time = async () =>
      Number(
        (await client.request('evaluate', { expression: 'time', context: 'repl' })).result.split(' ')[0],
      );
    await expect.poll(time, { timeout: 10_000 }).toBeGreaterThan(300_000);
    await client.request('pause', { threadId: 1 });
    await client.event('stopped');
    const before = await time();
    await client.request('reverseContinue', { threadId: 1 });
    await client.request('pause', { threadId: 1 });
    await client.event('stopped');
    expect(await time()).toBeLessThanOrEqual(before);
    await client.request('reverseContinue', { threadId: 1 });
    const { body } = await client.event('stopped');
    expect([body.description, await time()]).toEqual(['Paused at the start of the recorded run', 0]);
    await client.request('evaluate', { expression: `time ${before}`, context: 'repl' });
    await client.event('stopped');
    expect(await time()).toBe(before);
  }));

test('without a history there is no way back', () =>
  debugging(
    fixture('steps.S'),
    { entryLevel: 1, history: { megabytes: 0 } },
    { breakpoints: { [fixture('steps.S')]: [20] } },
    async (_, client) => {
      await client.event('stopped');
      expect(await client.refusal('stepBack', { threadId: 1 })).toBe(
        'There is no way back: nothing is recorded. Set "history" in the launch configuration.',
      );
    },
  ));
