import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, commandLine } from './ventry.ts';

let ventry: CommandLine;

beforeAll(async () => {
  ventry = await commandLine();
}, 60_000);

afterAll(() => ventry.remove());

const frame = (message: object): string => {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
};

/** Sends one message and gives the first that answers it, with the exit code after standard input is closed. */
function ask(name: string, message: object, isAnswer: (message: Record<string, unknown>) => boolean) {
  return new Promise<{ answer: Record<string, unknown>; code: number | null }>((resolve, reject) => {
    const child = spawn(process.execPath, [ventry.program, name, '--stdio'], { timeout: 15_000 });
    let text = '';
    let errors = '';
    let answer: Record<string, unknown> | undefined;
    child.stderr.setEncoding('utf8').on('data', part => (errors += part));
    child.stdout.setEncoding('utf8').on('data', part => {
      text += part;
      for (const body of text
        .split(/Content-Length: \d+\r\n(?:.*\r\n)*?\r\n/)
        .filter(one => one.endsWith('}'))) {
        const parsed = JSON.parse(body) as Record<string, unknown>;
        if (answer !== undefined || !isAnswer(parsed)) continue;
        answer = parsed;
        child.stdin.end();
      }
    });
    child.on('error', reject);
    child.on('close', code => {
      if (answer === undefined) reject(new Error(`no answer; ${errors}`));
      else resolve({ answer, code });
    });
    child.stdin.write(frame(message));
  });
}

describe('ventry serves editors', () => {
  it('speaks the language server protocol', async () => {
    const params = { processId: null, rootUri: null, capabilities: {} };
    const request = { jsonrpc: '2.0', id: 1, method: 'initialize', params };
    const { answer } = await ask('lsp', request, ({ id }) => id === 1);
    expect(answer).toMatchObject({ result: { capabilities: { hoverProvider: expect.anything() } } });
  });

  it('speaks the debug adapter protocol', async () => {
    const request = { seq: 1, type: 'request', command: 'initialize', arguments: { adapterID: 'ventry' } };
    const { answer, code } = await ask('dap', request, ({ type }) => type === 'response');
    expect(answer).toMatchObject({ command: 'initialize', success: true });
    expect(code).toBe(0);
  });

  it.each(['lsp', 'dap'])('%s needs --stdio', async name => {
    const { code, err } = await ventry.run(name);
    expect({ code, line: err.split('\n')[0] }).toEqual({ code: 2, line: `ventry: ${name} needs --stdio` });
  });
});
