/** The adapter over standard input and output: one session for each process. */
import { dirname, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { ProtocolServer } from '@vscode/debugadapter/lib/protocol.js';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { readBytes, readText } from '../assembler/host.node.ts';
import type { Host } from './host.ts';
import { Session } from './session.ts';

const nodeHost: Host = {
  readText,
  readBytes,
  resolve: (path, folder) => (folder === undefined ? resolve(path) : resolve(folder, path)),
  dirname,
  now: () => performance.now(),
  defer: task => void setImmediate(task),
};

/** Message framing by the protocol library, everything else by the session. */
class Connection extends ProtocolServer {
  readonly #session: Session;

  constructor(onEnd: () => void) {
    super();
    this.#session = new Session(
      nodeHost,
      {
        sendEvent: (event, body) =>
          this.sendEvent({ seq: 0, type: 'event', event, ...(body !== undefined && { body }) }),
        sendResponse: response => this.sendResponse({ seq: 0, type: 'response', ...response }),
      },
      onEnd,
    );
    // Text that is no message is skipped: the library tells of it as an event that nobody else listens to.
    this.on('error', (error: DebugProtocol.Event) => process.stderr.write(`${error.body}\n`));
    this.on('close', () => onEnd());
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    this.#session.handle(request);
  }
}

/** Serves one session on two streams; `onEnd` is called when the client has gone. */
export function serve(input: Readable, output: Writable, onEnd: () => void): void {
  new Connection(onEnd).start(input, output);
}

// The last response leaves before the process does.
serve(process.stdin, process.stdout, () => process.stdout.end(() => process.exit(0)));
