/** Golden transcripts of exceptions: stop, cause, interrupted state, saved frame, call stack, return. */
import { expect, test } from 'vitest';
import { debugging, example, fixture } from './dap-session.ts';

const atEl1 = { entryLevel: 1 };
const sync = { 'a64-sync': '' };

test('a hypervisor: HVC from EL1, the frame filled, and the way back', () =>
  debugging(example('el2-hypervisor/hypervisor.S'), hypervisor, { filters: sync }, async (t, client) => {
    await t.stop();
    await t.exception();
    await t.stack();
    await t.scope('Interrupted');
    await t.stepTo('stepIn');
    await t.stepTo('stepIn');
    await t.stack();
    for (let i = 0; i < 3; i++) await t.stepTo('next');
    await t.scope('Saved frame');
    await t.stepTo('stepOut');
    await t.scope('Saved frame');
    await t.step('continue');
    await t.stop();
    await t.exception();
    await t.step('continue');
    await t.stop();
    await t.step('continue');
    await t.stop();
    await t.step('continue');
    await client.event('terminated');
    t.output('console');
    t.output('stdout');
    t.matches('dap-hypervisor.txt');
  }));

const hypervisor = { operands: { exception_sync: '0', exception_irq: '1' } };

test('all registers equal at the entry, a permuted layout, and two mistakes in the restore', () =>
  debugging(
    fixture('equal-registers.S'),
    atEl1,
    { filters: { ...sync, 'a64-return-clobbered': '' } },
    async (t, client) => {
      await t.stop();
      for (let i = 0; i < 4; i++) await t.stepTo('next');
      await t.scope('Saved frame', 0, frameNames);
      for (let i = 0; i < 4; i++) await t.stepTo('next');
      await t.scope('Saved frame', 0, frameNames);
      await t.step('continue');
      await t.stop();
      t.output('stderr');
      await t.step('continue');
      const exited = await client.event('exited');
      expect(exited.body.exitCode).toBe(0);
      t.matches('dap-equal-registers.txt');
    },
  ));

const frameNames = ['x0', 'x1', 'x2', 'x3', 'x4', 'x30', 'elr_el1', 'spsr_el1', 'sp_el0'];

test('a save area reached through TPIDR_EL1', () =>
  debugging(
    fixture('save-area.S'),
    { ...atEl1, clobberReport: 'always' },
    { filters: sync },
    async (t, client) => {
      await t.stop();
      await t.stepTo('next');
      await t.stepTo('next');
      await t.scope('Saved frame', 0, ['x0', 'x1', 'x2']);
      for (let i = 0; i < 7; i++) await t.stepTo('next');
      await t.scope('Saved frame', 0, ['x0', 'x1', 'x2', 'elr_el1', 'spsr_el1']);
      await t.step('continue');
      await client.event('exited');
      t.output('console');
      t.matches('dap-save-area.txt');
    },
  ));

test('a nested exception: each handler with its own interrupted state', () =>
  debugging(fixture('nested.S'), atEl1, { filters: sync }, async (t, client) => {
    await t.stop();
    await t.step('continue');
    await t.stop();
    await t.stack();
    await t.scope('Interrupted', 0, ['x0', 'x1', 'x29', 'x30', 'pc (elr_el1)']);
    await t.scope('Registers', 2, ['x0', 'x1', 'x29', 'pc']);
    await t.scope('Interrupted', 2, ['x0', 'x1', 'x29', 'x30', 'pc (elr_el1)']);
    await t.scope('Saved frame', 2, ['x0', 'x1', 'x29', 'x30']);
    await t.scope('Registers', 5, ['x0', 'x1', 'x29', 'pc']);
    await client.request('setExceptionBreakpoints', { filters: ['a64-return-clobbered'] });
    await t.step('continue');
    await t.stop();
    await t.stack();
    t.output('stderr');
    t.matches('dap-nested.txt');
  }));

test('a branch into a slot is no exception, a new table is found, and an unmapped one is named', () =>
  debugging(
    fixture('tables.S'),
    atEl1,
    { filters: { ...sync, 'a64-hazard-recursive-exception': '' } },
    async (t, client) => {
      await t.stop();
      await t.exception();
      await t.stack();
      await t.step('continue');
      await t.stop();
      await t.exception();
      await client.request('setExceptionBreakpoints', { filters: ['a64-hazard-recursive-exception'] });
      await t.step('continue');
      await t.stop();
      await t.exception();
      t.matches('dap-tables.txt');
    },
  ));
