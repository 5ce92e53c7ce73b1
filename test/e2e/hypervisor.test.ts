/** The main job, as a user sees it: a broken table underlined and mended, an exception caught and followed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepFailures, VSCode } from './vscode.ts';

describe('a broken vector table', () => {
  let code: VSCode;
  beforeAll(async () => {
    code = await VSCode.start({ workspace: 'examples/el2-hypervisor', file: 'broken.S' });
  });
  afterAll(() => code?.stop());
  keepFailures(() => code);

  test('is underlined, and the Problems panel says what is wrong', async () => {
    await code.line('exception.S with four mistakes').click();
    await code.goToLine(126);
    await code.page.locator('.editor-instance .squiggly-error').first().waitFor({ state: 'attached' });
    await code.page.keyboard.press('Control+Shift+KeyM');
    for (const rule of ['table-alignment', 'slot-overflow', 'macro-arguments', 'save-restore-mismatch']) {
      await code.problems.filter({ hasText: rule }).first().waitFor();
    }
    await code.screenshot('1-problems');
  });

  test('is mended by the quick fix', async () => {
    await code.problems.filter({ hasText: 'table-alignment' }).first().click();
    await code.page.keyboard.press('Control+Digit1');
    await code.goToLine(119, 3);
    await code.page.keyboard.press('Control+Period');
    await code.page
      .locator('.action-widget .monaco-list-row')
      .first()
      .waitFor({ timeout: 10000 })
      .catch(() => undefined);
    await code.screenshot('2-quick-fix');
    await code.page.keyboard.press('Enter');
    await code.line(/\.p2align\s+11/).waitFor();
    await code.problems.filter({ hasText: 'table-alignment' }).first().waitFor({ state: 'detached' });
    await code.screenshot('3-fixed');
  });

  test('hover tells which vector a slot is', async () => {
    await code.goToLine(121, 8);
    await code.page.keyboard.press('Control+KeyK');
    await code.page.keyboard.press('Control+KeyI');
    const hover = code.page.locator('.monaco-hover:not(.hidden) .monaco-hover-content');
    await hover.filter({ hasText: 'Synchronous' }).first().waitFor();
    await code.screenshot('4-hover');
    await code.page.keyboard.press('Escape');
  });
});

describe('a hypervisor', () => {
  let code: VSCode;
  const value = async (name: string): Promise<string | undefined> =>
    (await code.variables()).find(variable => variable.name.startsWith(name))?.value;
  const stack = async (): Promise<string> => (await code.frames.allInnerTexts()).join('\n');

  beforeAll(async () => {
    code = await VSCode.start({ workspace: 'examples/el2-hypervisor', file: 'hypervisor.S' });
  });
  afterAll(() => code?.stop());
  keepFailures(() => code);

  test('stops on the exception, before the first instruction of the slot', async () => {
    await code.line('_start:').click();
    await code.page.keyboard.press('Home');
    await code.serverReady('_start');
    await code.startDebugging();
    await code.page
      .locator('.editor-instance .debug-top-stack-frame-line')
      .first()
      .waitFor({ state: 'attached' });
    await code.page.locator('.exception-widget').filter({ hasText: 'HVC #0 from EL1' }).waitFor();
    await expect
      .poll(stack)
      .toMatch(/exception_vector_base_vcpu\+0x400[\s\S]*exception: HVC #0 from EL1[\s\S]*guest_entry\+0x4/);
    await code.screenshot('5-stopped-on-hvc');
  });

  test('shows the interrupted registers', async () => {
    await code.scrollVariables('pstate (spsr_el2)');
    expect(await value('pc (elr_el2)')).toMatch(/<guest_entry\+0x8>/);
    expect(await value('pstate (spsr_el2)')).toMatch(/EL1h, nzcv, DAIF masked/);
    await code.screenshot('6-interrupted');
  });

  test('steps over the save macro and shows the frame that it built', async () => {
    await code.page.keyboard.press('F11');
    await code.line(/^\s*SAVE_REGS_FROM_EL1/).waitFor();
    await code.stopped('after a step');
    await code.page.keyboard.press('F10');
    await code.stopped('after a step');
    await code.scrollVariables('x0', 'up');
    await code.toggleScope('Interrupted');
    await code.toggleScope('Saved frame');
    await code.scrollVariables('spsr_el2');
    expect(await value('x30')).toMatch(/at sp \+ 240/);
    expect(await value('elr_el2')).toMatch(/<guest_entry\+0x8> at sp \+ 256/);
    expect(await value('spsr_el2')).toMatch(/EL1h, nzcv, DAIF masked at sp \+ 264/);
    await code.screenshot('7-saved-frame');
  });

  test('runs on through eret to the data abort', async () => {
    await code.page.keyboard.press('F5');
    await code.page.locator('.exception-widget').filter({ hasText: 'data abort' }).waitFor();
    await expect.poll(stack).toMatch(/exception: data abort: translation fault[\s\S]*guest_entry/);
    await code.screenshot('8-stopped-on-abort');
  });

  test('reports at eret what came back', async () => {
    await code.page.keyboard.press('F5');
    await code.page.locator('.exception-widget').filter({ hasText: 'HVC' }).waitFor();
    await code.page.keyboard.press('Control+Shift+KeyY');
    await code.consoleLines.filter({ hasText: 'x21 0x0 → 0x52746e76: through the frame' }).first().waitFor();
    await code.consoleLines.filter({ hasText: 'guest: hello from EL1' }).first().waitFor();
    await code.screenshot('9-report-at-eret');
  });

  test('ends when the guest does', async () => {
    await code.page.keyboard.press('F5');
    await code.page.locator('.exception-widget').filter({ hasText: 'HVC #1' }).waitFor();
    await code.page.keyboard.press('F5');
    await code.consoleLines.filter({ hasText: 'ended with code 0' }).first().waitFor();
    await code.frames.first().waitFor({ state: 'detached' });
    await code.screenshot('10-ended');
  });
});
