/** The trap handlers of the Hawk: a bus trap caught, followed through TSV and the save area, and returned from. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepFailures, VSCode } from './vscode.ts';

/** The Variables view is brought up to date a while after a step. */
const shown = { timeout: 8000 };

describe('entries of the trap vector with mistakes', () => {
  let code: VSCode;
  beforeAll(async () => {
    code = await VSCode.start({ workspace: 'examples/hawk-traps', file: 'broken.a' });
  });
  afterAll(() => code?.stop());
  keepFailures(() => code);

  /** Is there an error's wavy line under a line of the text? */
  const underlined = async (text: string): Promise<boolean> => {
    const line = (await code.line(text).boundingBox())!;
    const boxes = await Promise.all(
      (await code.page.locator('.editor-instance .squiggly-error').all()).map(one => one.boundingBox()),
    );
    return boxes.some(
      box => box !== null && box.y + 1 >= line.y && box.y + box.height <= line.y + line.height + 1,
    );
  };

  test('are underlined: one of 18 bytes, and one that loses R1 before it is in TSV', async () => {
    await code.line('two entries with a mistake each').click();
    await expect.poll(() => underlined('CPUSET R2,TSV'), { timeout: 15_000 }).toBe(true);
    await expect.poll(() => underlined('R1 is lost')).toBe(true);
    expect(await underlined('two bytes too many')).toBe(false);
    await code.page.keyboard.press('Control+Shift+KeyM');
    await code.problems
      .filter({ hasText: 'has 18 of 16 bytes' })
      .filter({ hasText: 'v01' })
      .first()
      .waitFor();
    await code.problems.filter({ hasText: 'R1 of the interrupted program is lost' }).first().waitFor();
    await code.screenshot('hawk-0-underlined');
  });

  test('the header that comes along opens, in the colours of its language', async () => {
    await code.goToLine(4, 20);
    await code.page.keyboard.press('F12');
    await code.page.locator('.tab.active[data-resource-name="hawk.h"]').waitFor();
    await code.line('hawk.h -- the Hawk machine').waitFor();
    await code.page.locator('.statusbar-item').filter({ hasText: 'SMAL Hawk Assembly' }).waitFor();
    await code.screenshot('hawk-0-header');
  });
});

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
    await code.goToLine(37);
    await code.serverReady('BUSER');
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
    await code.frames.filter({ hasText: '0x12' }).waitFor();
    await code.page.keyboard.press('F10');
    await code.frames.filter({ hasText: '0x16' }).waitFor();
    await code.scrollVariables('r1', 'up');
    await code.foldScope('Interrupted', true);
    await code.foldScope('Saved frame', false);
    await expect.poll(() => value('r2'), shown).toBe('not saved yet, kept in tsv');
    await code.screenshot('hawk-3-kept-in-tsv');
    for (const place of ['0x1a', '0x1e', 'BUSER', 'BUSER+0x2', 'BUSER+0x6', 'BUSER+0x8', 'BUSER+0xc']) {
      await code.page.keyboard.press('F10');
      await code.frames.filter({ hasText: place }).waitFor();
    }
    await code.foldScope('Interrupted', true);
    await code.foldScope('Saved frame', false);
    await expect.poll(() => value('r1'), shown).toMatch(/at r2 \+ 4/);
    await expect.poll(() => value('r2'), shown).toMatch(/at r2 \+ 8/);
    await expect.poll(() => value('psw'), shown).toMatch(/level 0, old level 0, nZvC at r2 \+ 64/);
    await code.screenshot('hawk-4-saved-frame');
  });

  test('steps through to RTT and out of the trap, and the report says that the program has its registers back', async () => {
    const top = async (): Promise<string> => (await code.frames.first().innerText()).split('\n')[0]!;
    for (let at = await top(); !at.startsWith('TRAPEXIT+0x58'); at = await top()) {
      expect(at).toMatch(/^(BUSER|TRAPEXIT)/);
      await code.page.keyboard.press('F10');
      await expect.poll(top).not.toBe(at);
    }
    await code.screenshot('hawk-5-at-rtt');
    await code.page.keyboard.press('F10');
    await expect.poll(stack).toMatch(/^BAD\+0x2/);
    await code.page.keyboard.press('Control+Shift+KeyY');
    await code.consoleLines.filter({ hasText: 'no memory at #00040000' }).first().waitFor();
    await code.consoleLines.filter({ hasText: '16 registers as they were' }).first().waitFor();
    await code.consoleLines
      .filter({ hasText: 'tpc' })
      .filter({ hasText: 'through the frame' })
      .first()
      .waitFor();
    await code.screenshot('hawk-6-report-at-rtt');
  });

  test('runs to its end', async () => {
    await code.page.keyboard.press('F5');
    await code.consoleLines.filter({ hasText: ', and on it goes' }).first().waitFor();
    await code.consoleLines.filter({ hasText: 'ended with code 0' }).first().waitFor();
    await code.screenshot('hawk-7-ended');
  });
});
