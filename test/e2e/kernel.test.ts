/** F5 without a launch.json, a breakpoint in a macro's body, and a workspace that is not trusted. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VSCode } from './vscode.ts';

describe('a kernel without a launch.json', () => {
  let code: VSCode;
  beforeAll(async () => {
    code = await VSCode.start({ workspace: 'examples/el1-kernel', file: 'kernel.S', without: ['.vscode'] });
  });
  afterAll(() => code?.stop());

  test('is debugged by F5', async () => {
    await code.line('UART0').click();
    await code.goToLine(71, 2);
    await code.serverReady('_start');
    await code.startDebugging();
    await code.page.locator('.exception-widget').filter({ hasText: 'SVC #1 from EL0' }).waitFor();
    expect((await code.frames.allInnerTexts()).join('\n')).toMatch(
      /exception: SVC #1 from EL0[^]*user_entry/,
    );
    await code.screenshot('11-kernel');
  });

  test('stops at a breakpoint in the body of a macro', async () => {
    await code.goToLine(43);
    await code.page.keyboard.press('F9');
    await code.page
      .locator('.debug-breakpoints .monaco-list-row')
      .filter({ hasText: 'kernel.S' })
      .first()
      .waitFor();
    await code.page.keyboard.press('F5');
    await code.stopped('breakpoint');
    await code.screenshot('12-breakpoint-in-macro');
  });
});

describe('a workspace that is not trusted', () => {
  let code: VSCode;
  beforeAll(async () => {
    code = await VSCode.start({ workspace: 'examples/el2-hypervisor', file: 'broken.S', trust: true });
  });
  afterAll(() => code?.stop());

  test('is checked in restricted mode', async () => {
    const dialog = code.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    await code.screenshot('13-trust');
    await dialog.locator('.monaco-button').filter({ hasText: /No/ }).click();
    await code.page.keyboard.press('Control+Shift+KeyM');
    await code.problems.filter({ hasText: 'save-restore-mismatch' }).first().waitFor();
    await code.screenshot('14-restricted');
  });
});
