/** A program that a linker script lays out, in the debugger. */
import { expect, test } from 'vitest';
import { start } from './dap-client.ts';
import { debugging, fixture, withClient } from './dap-session.ts';

const laidOut = { entryLevel: 1, clobberReport: 'never', stopOnEntry: true };

test('lies where the script puts it, with its source lines', () =>
  debugging(fixture('spin.S'), { ...laidOut, linkerScript: fixture('high.ld') }, {}, async (t, client) => {
    await t.stop();
    const { stackFrames } = (await client.request('stackTrace', { threadId: 1 })) as {
      stackFrames: { source?: { path?: string }; line: number; instructionPointerReference: string }[];
    };
    expect(stackFrames[0]!.instructionPointerReference).toMatch(/^0x0*44000000$/i);
    expect(stackFrames[0]!.source?.path).toMatch(/spin\.S$/);
  }));

test('a script that is not there is refused', () =>
  withClient(async client => {
    const launch = { program: fixture('spin.S'), ...laidOut, linkerScript: '/nowhere/x.ld' };
    await expect(start(client, launch, {})).rejects.toThrow(/there is no linker script \/nowhere\/x\.ld/);
  }));
