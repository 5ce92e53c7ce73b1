/** The adapter over two streams. */
import { dirname, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { ProtocolServer } from '@vscode/debugadapter/lib/protocol.js';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { readBytes, readText } from '../assembler/host.node.ts';
import { Dispatcher } from './dispatcher.ts';
import type { Host } from './host.ts';
import { type Channel, Session } from './session.ts';

/** Bytes that may wait for a client that does not read; beyond, the run waits. */
export const waitingAtMost = 1 << 18;

const nodeHost = (output: Writable): Host => ({
  readText,
  readBytes,
  resolve: (path, folder) => (folder === undefined ? resolve(path) : resolve(folder, path)),
  dirname,
  now: () => performance.now(),
  defer: task => {
    if (output.writableLength > waitingAtMost) output.once('drain', () => setImmediate(task));
    else setImmediate(task);
  },
});

/** Message framing by the protocol library, everything else by the session. */
class Connection extends ProtocolServer {
  readonly #dispatcher: Dispatcher;

  constructor(output: Writable, onEnd: () => void) {
    super();
    const channel: Channel = {
      sendEvent: (event, body) =>
        this.sendEvent({ seq: 0, type: 'event', event, ...(body !== undefined && { body }) }),
      sendResponse: response => this.sendResponse({ seq: 0, type: 'response', ...response }),
    };
    this.#dispatcher = new Dispatcher(new Session(nodeHost(output), channel, onEnd), channel);
    // Text that is no message is skipped: the library tells of it as an event that nobody else listens to.
    this.on('error', (error: DebugProtocol.Event) => process.stderr.write(`${error.body}\n`));
    this.on('close', () => onEnd());
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    this.#dispatcher.handle(request);
  }
}

/** Serves one session on two streams; `onEnd` is called when the client has gone. */
export function serve(input: Readable, output: Writable, onEnd: () => void): void {
  new Connection(output, onEnd).start(input, output);
}
