/**
 * Golden transcripts of debug sessions, as a person would read them. No command writes them anew: a transcript
 * that differs is left beside its golden file as `.actual`, to be checked by hand.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import type { DapClient } from './dap-client.ts';

const folder = join(import.meta.dirname, 'golden');

/** Requests that make the program move. */
type Move = 'next' | 'stepIn' | 'stepOut' | 'stepBack' | 'continue' | 'reverseContinue';

export class Transcript {
  readonly #client: DapClient;
  readonly #lines: string[] = [];

  constructor(client: DapClient) {
    this.#client = client;
  }

  say(text: string): void {
    this.#lines.push(text);
  }

  /** Waits for the next stop and writes it down. */
  async stop(): Promise<void> {
    const { body } = await this.#client.event('stopped');
    this.say(`stopped: ${body.reason}: ${body.description}`);
    if (body.text !== undefined) this.say(`  ${body.text}`);
  }

  async step(command: Move, granularity?: string): Promise<void> {
    this.say(`> ${command}${granularity === undefined ? '' : ` (${granularity})`}`);
    await this.#client.request(command, { threadId: 1, ...(granularity && { granularity }) });
  }

  /** Steps, waits, and writes down where it came to. */
  async stepTo(command: Move, granularity?: string): Promise<void> {
    await this.step(command, granularity);
    await this.#client.event('stopped');
    const { stackFrames } = await this.#client.request('stackTrace', { threadId: 1 });
    this.say(`  ${frameText(stackFrames[0])}`);
  }

  async exception(): Promise<void> {
    const info = await this.#client.request('exceptionInfo', { threadId: 1 });
    this.say(`exception ${info.exceptionId} [${info.details.typeName}]`);
    this.say(indent(info.description));
  }

  async stack(): Promise<void> {
    const { stackFrames } = await this.#client.request('stackTrace', { threadId: 1 });
    this.say('call stack:');
    for (const frame of stackFrames) this.say(`  ${frameText(frame)}`);
  }

  /** Variables of one scope of a frame (0 is the innermost), those with the names when any are given. */
  async scope(name: string, frame = 0, names: readonly string[] = []): Promise<void> {
    const { stackFrames } = await this.#client.request('stackTrace', { threadId: 1 });
    const { scopes } = await this.#client.request('scopes', { frameId: stackFrames[frame].id });
    const scope = scopes.find((candidate: { name: string }) => candidate.name === name);
    if (scope === undefined) throw new Error(`frame ${frame} has no scope ${name}`);
    const { variables } = await this.#client.request('variables', {
      variablesReference: scope.variablesReference,
    });
    this.say(`${name}, ${stackFrames[frame].name}:`);
    for (const variable of variables)
      if (names.length === 0 || names.includes(variable.name))
        this.say(`  ${variable.name} = ${variable.value}`);
  }

  /** What one category of output has said so far. */
  output(category: string): void {
    this.say(`${category}:`);
    this.say(indent(this.#client.output(category)));
  }

  async evaluate(expression: string, context = 'watch', frame = 0): Promise<void> {
    const { stackFrames } = await this.#client.request('stackTrace', { threadId: 1 });
    const response = await this.#client.ask('evaluate', {
      expression,
      context,
      frameId: stackFrames[frame].id,
    });
    this.say(`${expression} = ${response.success ? response.body.result : `error: ${response.message}`}`);
  }

  /** Compares with the golden file and checks that every message was right. */
  matches(golden: string): void {
    const text = `${this.#lines.join('\n')}\n`;
    const path = join(folder, golden);
    const wanted = existsSync(path) ? readFileSync(path, 'utf8') : '';
    if (text !== wanted) writeFileSync(`${path}.actual`, text);
    expect(text).toBe(wanted);
    expect(this.#client.problems).toEqual([]);
    expect(this.#client.errors).toBe('');
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a frame of the protocol
function frameText(frame: any): string {
  if (frame.presentationHint === 'label') return `[${frame.name}]`;
  const place = frame.source === undefined ? '' : ` at ${basename(frame.source.path)}:${frame.line}`;
  return `${frame.name}${place}`;
}

const indent = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map(line => `  ${line}`)
    .join('\n');
