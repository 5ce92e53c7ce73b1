/** F5 without a launch.json, a breakpoint in a macro's body, and a workspace that is not trusted. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepFailures, VSCode } from './vscode.ts';

describe('a kernel without a launch.json', () => {
  let code: VSCode;
  beforeAll(async () => {
    code = await VSCode.start({ workspace: 'examples/el1-kernel', file: 'kernel.S', without: ['.vscode'] });
  });
  afterAll(() => code?.stop());
  keepFailures(() => code);

  test('is debugged by F5', async () => {
    await code.line('UART0').click();
    await code.goToLine(70, 2);
    await code.serverReady('_start');
    await code.startDebugging();
    await code.page.locator('.exception-widget').filter({ hasText: 'SVC #1 from EL0' }).waitFor();
    await expect
      .poll(async () => (await code.frames.allInnerTexts()).join('\n'))
      .toMatch(/exception: SVC #1 from EL0[\s\S]*user_entry/);
    await code.screenshot('11-kernel');
  });

  test('stops at a breakpoint in the body of a macro', async () => {
    await code.goToLine(43);
    await code.page.keyboard.press('F9');
    await code.page.locator('.editor-instance .codicon-debug-breakpoint').first().waitFor();
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
  keepFailures(() => code);

  test('is checked in restricted mode', async () => {
    await code.page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor();
    await code.line('four mistakes').click();
    await code.page.keyboard.press('Control+Shift+KeyM');
    await code.problems.filter({ hasText: 'save-restore-mismatch' }).first().waitFor();
    await code.screenshot('13-restricted');
  });

  test('is still checked, and can be debugged, when it is trusted', async () => {
    await code.command('Workspaces: Manage Workspace Trust');
    await code.page
      .locator('.workspace-trust-editor .monaco-button')
      .filter({ hasText: /^Trust$/ })
      .click();
    await code.page
      .locator('.statusbar-item')
      .filter({ hasText: 'Restricted Mode' })
      .waitFor({ state: 'detached' });
    await code.problems.filter({ hasText: 'save-restore-mismatch' }).first().waitFor();
    await code.open('hypervisor.S');
    await code.startDebugging();
    await code.page.locator('.exception-widget').filter({ hasText: 'HVC #0 from EL1' }).waitFor();
    await code.screenshot('14-trusted');
  });
});
