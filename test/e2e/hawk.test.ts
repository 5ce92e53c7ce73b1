/** The trap handlers of the Hawk: a bus trap caught, followed through TSV and the save area, and returned from. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepFailures, VSCode } from './vscode.ts';

describe('a bus trap of the Hawk', () => {
  let code: VSCode;
  const value = async (name: string): Promise<string | undefined> =>
    (await code.variables()).find(variable => variable.name === name)?.value;
  const stack = async (): Promise<string> => (await code.frames.allInnerTexts()).join('\n');

  beforeAll(async () => {
    // Without launch.json: the file says that it is for a Hawk.
    code = await VSCode.start({
      workspace: 'examples/hawk-traps',
      file: 'save.a',
      without: ['.vscode/launch.json'],
    });
  });
  afterAll(() => code?.stop());
  keepFailures(() => code);

  test('stops before the first instruction of the entry', async () => {
    await code.line('every register saved').click();
    await code.page.keyboard.press('Control+End');
    await code.serverReady('OK');
    await code.startDebugging();
    await code.page.locator('.exception-widget').filter({ hasText: 'Bus trap from level 0' }).waitFor();
    await expect.poll(stack).toMatch(/0x10[\s\S]*exception: Bus trap from level 0[\s\S]*BAD/);
    await code.screenshot('hawk-1-stopped-on-bus-trap');
  });

  test('shows the interrupted registers, TPC, TMA and the PSW', async () => {
    await code.scrollVariables('tma');
    expect(await value('r15')).toBe('0x00000000');
    expect(await value('pc (tpc)')).toMatch(/<BAD>/);
    expect(await value('psw')).toMatch(/level 0, old level 0, nZvC/);
    expect(await value('tma')).toBe('0x00040000');
    await code.screenshot('hawk-2-interrupted');
  });

  test('follows R2 through TSV into the save area', async () => {
    await code.page.keyboard.press('F10');
    await code.line(/^\s*LIL\s+R2,SAVEREGS/).waitFor();
    await code.stopped('after a step');
    await code.scrollVariables('r1', 'up');
    await code.foldScope('Interrupted', true);
    await code.foldScope('Saved frame', false);
    await expect.poll(() => value('r2')).toBe('not saved yet, kept in tsv');
    await code.screenshot('hawk-3-kept-in-tsv');
    for (let step = 0; step < 8; step++) {
      await code.page.keyboard.press('F10');
      await code.stopped('after a step');
    }
    await code.page.locator('.debug-call-stack .monaco-list-row').filter({ hasText: 'BUSER+0xc' }).waitFor();
    await code.foldScope('Interrupted', true);
    await code.foldScope('Saved frame', false);
    await expect.poll(() => value('r1')).toMatch(/at r2 \+ 4/);
    await expect.poll(() => value('r2')).toMatch(/at r2 \+ 8/);
    await expect.poll(() => value('psw')).toMatch(/level 0, old level 0, nZvC at r2 \+ 64/);
    await code.screenshot('hawk-4-saved-frame');
  });

  test('steps out through RTT, and the report says that the program has its registers back', async () => {
    await code.page.keyboard.press('Shift+F11');
    await expect.poll(stack).toMatch(/^BAD\+0x2/);
    await code.page.keyboard.press('Control+Shift+KeyY');
    await code.consoleLines.filter({ hasText: 'no memory at #00040000' }).first().waitFor();
    await code.consoleLines.filter({ hasText: '16 registers as they were' }).first().waitFor();
    await code.consoleLines
      .filter({ hasText: 'tpc' })
      .filter({ hasText: 'through the frame' })
      .first()
      .waitFor();
    await code.screenshot('hawk-5-report-at-rtt');
  });

  test('runs to its end', async () => {
    await code.page.keyboard.press('F5');
    await code.consoleLines.filter({ hasText: ', and on it goes' }).first().waitFor();
    await code.consoleLines.filter({ hasText: 'ended with code 0' }).first().waitFor();
    await code.screenshot('hawk-6-ended');
  });
});
