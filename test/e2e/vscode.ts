/** A real VS Code (code-server) with the packaged VSIX, driven in headless Chromium. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { afterEach } from 'vitest';

const here = path.dirname(fileURLToPath(import.meta.url));
const repository = path.resolve(here, '../..');
const browser = process.env.E2E_CHROMIUM ?? '/usr/bin/chromium';
const node = path.join(here, `node_modules/node-linux-${process.arch}/bin/node`);
const codeServer = path.join(here, 'node_modules/code-server/out/node/entry.js');

/** Screenshots and logs are kept here. */
export const artefacts = path.join(here, 'out');

function vsix(): string {
  const { name, version } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8'));
  return path.join(repository, `${name}-${version}.vsix`);
}

/** Quiet, repeatable, and no network. */
const settings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.reduceMotion': 'on',
  'chat.disableAIFeatures': true,
  'window.commandCenter': false,
  'window.restoreWindows': 'none',
  'git.enabled': false,
  'debug.toolBarLocation': 'docked',
  'debug.internalConsoleOptions': 'neverOpen',
  'editor.minimap.enabled': false,
  'files.autoSave': 'off',
};

export interface Options {
  /** Folder that is copied to be the workspace, relative to the repository. */
  readonly workspace: string;
  /** File in it that is opened at the start. */
  readonly file: string;
  /** Ask whether the workspace is trusted, as a user's VS Code does. */
  readonly trust?: boolean;
  /** Leave these files of the workspace out. */
  readonly without?: readonly string[];
}

export interface Variable {
  readonly name: string;
  readonly value: string;
}

const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** After a test that failed, keeps what was on the screen. */
export function keepFailures(window: () => VSCode | undefined): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await window()?.screenshot(`failed-${task.name.replace(/\W+/g, '-')}`);
  });
}

/** One VS Code window. */
export class VSCode {
  readonly page: Page;
  readonly workspace: string;
  private readonly close: () => Promise<void>;

  private constructor(page: Page, workspace: string, close: () => Promise<void>) {
    this.page = page;
    this.workspace = workspace;
    this.close = close;
  }

  /** Installs the VSIX into an empty profile and opens the workspace with a file. */
  static async start(options: Options): Promise<VSCode> {
    for (const needed of [vsix(), browser, node, codeServer])
      assert(existsSync(needed), `missing: ${needed}`);
    // Short: unix sockets live below it.
    const root = mkdtempSync(path.join(tmpdir(), 'vsc-'));
    const directory = (name: string) => {
      const made = path.join(root, name);
      mkdirSync(made, { recursive: true });
      return made;
    };
    mkdirSync(artefacts, { recursive: true });
    const workspace = path.join(root, 'ws');
    const left = new Set(options.without ?? []);
    const source = path.join(repository, options.workspace);
    cpSync(source, workspace, { recursive: true, filter: from => !left.has(path.relative(source, from)) });
    const data = directory('data');
    const user = { ...settings, 'security.workspace.trust.enabled': options.trust ?? false };
    writeFileSync(path.join(directory('data/User'), 'settings.json'), JSON.stringify(user));
    const env = {
      PATH: process.env.PATH,
      LANG: 'C.UTF-8',
      SHELL: '/bin/sh',
      HOME: directory('home'),
      TMPDIR: directory('tmp'),
      XDG_CONFIG_HOME: directory('home/.config'),
      XDG_DATA_HOME: directory('home/.local/share'),
      XDG_CACHE_HOME: directory('home/.cache'),
      XDG_RUNTIME_DIR: directory('run'),
      EXTENSIONS_GALLERY: '{}',
    };
    const common = ['--user-data-dir', data, '--extensions-dir', directory('exts')];
    const installed = spawnSync(node, [codeServer, ...common, '--install-extension', vsix(), '--force'], {
      env,
      encoding: 'utf8',
      timeout: 120_000,
    });
    assert.match(installed.stdout ?? '', /was successfully installed/, installed.stderr);

    const port = await freePort();
    const trust = options.trust ? [] : ['--disable-workspace-trust'];
    const server = spawn(
      node,
      [
        codeServer,
        ...common,
        '--bind-addr',
        `127.0.0.1:${port}`,
        '--auth',
        'none',
        '--disable-telemetry',
        '--disable-update-check',
        ...trust,
        '--disable-getting-started-override',
        '--disable-proxy',
        '--ignore-last-opened',
      ],
      { env, cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const log = createWriteStream(path.join(artefacts, 'server.log'), { flags: 'a' });
    server.stdout.pipe(log, { end: false });
    server.stderr.pipe(log, { end: false });
    let exited = false;
    const gone = new Promise<void>(resolve =>
      server.on('exit', () => {
        exited = true;
        resolve();
      }),
    );
    let context: BrowserContext | undefined;
    const close = async () => {
      await context?.close().catch(() => undefined);
      // The group: extension host, language server and debug adapter too.
      const signal = (name: NodeJS.Signals) => {
        try {
          process.kill(-(server.pid as number), name);
        } catch {
          // already gone
        }
      };
      signal('SIGTERM');
      await Promise.race([gone, sleep(5000)]);
      signal('SIGKILL');
      if (existsSync(path.join(data, 'logs'))) {
        cpSync(path.join(data, 'logs'), path.join(artefacts, 'vscode-logs'), {
          recursive: true,
          force: true,
        });
      }
      rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    };
    try {
      for (let tries = 0; ; tries++) {
        assert(!exited && tries < 300, 'code-server did not come up; see server.log');
        if (
          await fetch(`http://127.0.0.1:${port}/healthz`).then(
            r => r.ok,
            () => false,
          )
        )
          break;
        await sleep(200);
      }
      context = await chromium.launchPersistentContext(directory('chrome'), {
        executablePath: browser,
        headless: true,
        viewport: { width: 1400, height: 900 },
        locale: 'en-US',
        env: env as Record<string, string>,
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
        ],
      });
      await context.route(
        url => url.hostname !== '127.0.0.1',
        route => route.abort(),
      );
      const page = context.pages()[0] ?? (await context.newPage());
      page.setDefaultTimeout(20_000);
      const file = `vscode-remote://127.0.0.1:${port}${path.join(workspace, options.file)}`;
      const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify([['openFile', file]]) });
      await page.goto(`http://127.0.0.1:${port}/?${query}`);
      await page.locator('.monaco-workbench').waitFor();
      return new VSCode(page, workspace, close);
    } catch (error) {
      await close();
      throw error;
    }
  }

  stop(): Promise<void> {
    return this.close();
  }

  /** Keeps a screenshot among the artefacts. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(artefacts, `${name}.png`) });
  }

  /** Runs a command by its exact palette title. Clicks the row: Enter takes whatever is on top while the list filters. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    await input.waitFor();
    await input.fill(`>${title}`);
    const exact = new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
    await this.page
      .locator('.quick-input-list .monaco-list-row .label-name')
      .filter({ hasText: exact })
      .first()
      .click();
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Opens a file of the workspace in the editor. */
  async open(name: string): Promise<void> {
    await this.page.keyboard.press('Control+KeyP');
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    await input.waitFor();
    await input.fill(name);
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().click();
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  }

  /** Puts the cursor at a line, counted from 1. */
  async goToLine(line: number, column = 1): Promise<void> {
    await this.page.keyboard.press('Control+KeyG');
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    await input.waitFor();
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Waits until the language server knows the open file: the breadcrumbs name the symbol at the cursor. */
  async serverReady(symbol: string): Promise<void> {
    await this.page.locator('.breadcrumbs-control').filter({ hasText: symbol }).waitFor();
  }

  /** Opens the debug view and presses F5; done when the call stack shows where it stopped. */
  async startDebugging(): Promise<void> {
    await this.page.keyboard.press('Control+Shift+KeyD');
    await this.page.locator('.debug-viewlet').waitFor();
    await this.page.keyboard.press('F5');
    await this.frames.first().waitFor({ timeout: 15_000 });
  }

  /** Waits until the Call Stack says why it stopped. */
  async stopped(why: string): Promise<void> {
    await this.page.locator('.debug-pane').filter({ hasText: why }).first().waitFor();
  }

  /** Opens or closes a scope of the Variables view. */
  async toggleScope(name: string): Promise<void> {
    await this.page
      .locator('.debug-variables .monaco-list-row .scope')
      .filter({ hasText: name })
      .first()
      .click();
  }

  /** Folds a scope of the Variables view or opens it, unless it is so already. */
  async foldScope(name: string, folded: boolean): Promise<void> {
    const row = this.page.locator('.debug-variables .monaco-list-row', {
      has: this.page.locator('.scope').filter({ hasText: name }),
    });
    // A stop makes the tree anew a while later and may unfold its first scope: wait until it stays as wanted.
    const wanted = `${!folded}`;
    for (let settled = 0, turn = 0; settled < 3 && turn < 40; turn++) {
      await row.first().waitFor();
      const expanded = await row.first().getAttribute('aria-expanded');
      settled = expanded === wanted ? settled + 1 : 0;
      if (expanded !== wanted) await this.toggleScope(name);
      await sleep(250);
    }
  }

  /** Scrolls the Variables view, of which only the visible rows exist, until the wanted variable is there. */
  async scrollVariables(name: string, direction: 'down' | 'up' = 'down'): Promise<void> {
    await this.page.locator('.debug-variables .monaco-scrollable-element').first().hover();
    for (let turn = 0; turn < 60; turn++) {
      if ((await this.variables()).some(variable => variable.name === name)) return;
      await this.page.mouse.wheel(0, direction === 'down' ? 120 : -120);
      await sleep(50);
    }
    throw new Error(`no variable ${name}`);
  }

  line(text: string | RegExp): Locator {
    return this.page.locator('.editor-instance .view-line').filter({ hasText: text }).first();
  }

  get problems(): Locator {
    return this.page.locator('.markers-panel .monaco-list-row');
  }

  get frames(): Locator {
    return this.page.locator('.debug-call-stack .monaco-list-row');
  }

  get consoleLines(): Locator {
    return this.page.locator('.repl .monaco-list-row');
  }

  variable(name: string | RegExp): Locator {
    return this.page.locator('.debug-variables .monaco-list-row').filter({ hasText: name }).first();
  }

  /** Variables that are on the screen now. */
  async variables(): Promise<Variable[]> {
    return this.page.locator('.debug-variables .monaco-list-row .expression').evaluateAll(rows =>
      rows.map(row => ({
        name:
          row
            .querySelector('.name')
            ?.textContent?.replace(/\s*[=:]\s*$/, '')
            .trim() ?? '',
        value: row.querySelector('.value')?.textContent?.trim() ?? '',
      })),
    );
  }
}
