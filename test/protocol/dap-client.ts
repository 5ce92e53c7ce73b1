/** A debug client over the real adapter process. Every message in both directions is checked against the protocol. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { buildSync } from 'esbuild';
import { protocolValidator, type Validator } from './schema.ts';

const root = join(import.meta.dirname, '../..');
const bundle = join(root, `test/.artefacts/debug-adapter-${process.pid}.cjs`);

let built: Validator | undefined;

/** Bundles the adapter and makes the schema, once for each test process. */
function prepare(): Validator {
  if (built === undefined) {
    buildSync({
      entryPoints: [join(root, 'debug-adapter/node.ts')],
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      outfile: bundle,
      logLevel: 'error',
    });
    built = protocolValidator();
  }
  return built;
}

/** Longest wait for a response or an event, in milliseconds. */
const patience = 15_000;

type Message = DebugProtocol.Response | DebugProtocol.Event;

interface Waiting {
  readonly matches: (message: Message) => boolean;
  readonly resolve: (message: Message) => void;
}

export class DapClient {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #validate: Validator;
  readonly #waiting = new Set<Waiting>();
  /** Everything that was wrong with a message. */
  readonly problems: string[] = [];
  /** Every event, in order. */
  readonly events: DebugProtocol.Event[] = [];
  /** Standard error of the process. */
  errors = '';
  #seen = 0;
  #seq = 0;
  #data = Buffer.alloc(0);

  /** Starts an adapter: the bundled one, or another command. */
  constructor(command: readonly string[] = [process.execPath, bundle]) {
    this.#validate = prepare();
    const [program, ...args] = command;
    this.#process = spawn(program!, args);
    this.#process.stdout.on('data', data => this.#receive(data));
    this.#process.stderr.on('data', data => {
      this.errors += data;
    });
  }

  get exited(): Promise<number | null> {
    return new Promise(resolve => {
      if (this.#process.exitCode !== null) resolve(this.#process.exitCode);
      else this.#process.once('exit', code => resolve(code));
    });
  }

  /** Sends a request and waits for its response, failed or not. */
  async ask(command: string, args?: object): Promise<DebugProtocol.Response> {
    const seq = ++this.#seq;
    const request = { seq, type: 'request', command, ...(args && { arguments: args }) };
    this.#check(request);
    const response = this.#wait(
      `response to ${command}`,
      m => m.type === 'response' && 'request_seq' in m && m.request_seq === seq,
    );
    this.sendRaw(JSON.stringify(request));
    return (await response) as DebugProtocol.Response;
  }

  /** Sends a request that must succeed; gives its body. */
  // biome-ignore lint/suspicious/noExplicitAny: the body's type is that of the command
  async request(command: string, args?: object): Promise<any> {
    const response = await this.ask(command, args);
    if (!response.success) throw new Error(`${command}: ${response.message}`);
    return response.body;
  }

  /** Sends a request that must fail; gives the sentence. */
  async refusal(command: string, args?: object): Promise<string> {
    const response = await this.ask(command, args);
    if (response.success) throw new Error(`${command} was expected to fail`);
    return response.message ?? '';
  }

  /** The next event with this name that has not been waited for. */
  async event(name: string): Promise<DebugProtocol.Event> {
    for (let i = this.#seen; i < this.events.length; i++) {
      const event = this.events[i]!;
      if (event.event === name) {
        this.#seen = i + 1;
        return event;
      }
    }
    const event = (await this.#wait(
      `event ${name}`,
      m => m.type === 'event' && 'event' in m && m.event === name,
    )) as DebugProtocol.Event;
    this.#seen = this.events.indexOf(event) + 1;
    return event;
  }

  /** Output of one category so far. */
  output(category: string): string {
    return this.events
      .filter(event => event.event === 'output' && event.body.category === category)
      .map(event => event.body.output)
      .join('');
  }

  sendRaw(json: string): void {
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
  }

  /** Disconnects and waits for the end of the process. */
  async close(): Promise<void> {
    if (this.#process.exitCode === null) {
      await this.ask('disconnect', {});
      await this.exited;
    }
  }

  /** Ends the process whatever it does. */
  kill(): void {
    this.#process.kill('SIGKILL');
  }

  #wait(what: string, matches: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        reject(new Error(`no ${what} within ${patience} ms. ${this.errors}`));
      }, patience);
      const waiting: Waiting = {
        matches,
        resolve: message => {
          clearTimeout(timer);
          resolve(message);
        },
      };
      this.#waiting.add(waiting);
    });
  }

  #check(message: unknown): void {
    this.problems.push(...this.#validate(message));
  }

  #receive(data: Buffer): void {
    this.#data = Buffer.concat([this.#data, data]);
    for (;;) {
      const end = this.#data.indexOf('\r\n\r\n');
      if (end === -1) return;
      const length = Number(/Content-Length: (\d+)/.exec(this.#data.toString('utf8', 0, end))?.[1]);
      if (this.#data.length < end + 4 + length) return;
      const message = JSON.parse(this.#data.toString('utf8', end + 4, end + 4 + length)) as Message;
      this.#data = this.#data.subarray(end + 4 + length);
      this.#check(message);
      if (message.type === 'event') this.events.push(message as DebugProtocol.Event);
      for (const waiting of [...this.#waiting]) {
        if (!waiting.matches(message)) continue;
        this.#waiting.delete(waiting);
        waiting.resolve(message);
      }
    }
  }
}

export interface StartOptions {
  /** Exception filters by id, with their conditions. */
  readonly filters?: Readonly<Record<string, string>>;
  /** Lines with breakpoints, by file. */
  readonly breakpoints?: Readonly<Record<string, readonly (number | DebugProtocol.SourceBreakpoint)[]>>;
}

export const clientArguments = {
  clientID: 'test',
  adapterID: 'ventry',
  linesStartAt1: true,
  columnsStartAt1: true,
  pathFormat: 'path',
  supportsVariableType: true,
  supportsMemoryReferences: true,
  supportsInvalidatedEvent: true,
  supportsMemoryEvent: true,
};

/** Goes through the whole start: initialize, launch, breakpoints, configurationDone. */
export async function start(client: DapClient, launch: object, options: StartOptions = {}): Promise<void> {
  await client.request('initialize', clientArguments);
  await client.request('launch', launch);
  await client.event('initialized');
  for (const [path, lines] of Object.entries(options.breakpoints ?? {}))
    await client.request('setBreakpoints', {
      source: { path },
      breakpoints: lines.map(line => (typeof line === 'number' ? { line } : line)),
    });
  await client.request('setExceptionBreakpoints', {
    filters: [],
    filterOptions: Object.entries(options.filters ?? {}).map(([filterId, condition]) => ({
      filterId,
      ...(condition !== '' && { condition }),
    })),
  });
  await client.request('configurationDone', {});
}
