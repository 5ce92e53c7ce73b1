// A small client for protocols with Content-Length framing (LSP, DAP) over a child process.
import { spawn } from 'node:child_process';

/** Starts `node file …args`; `receive` gets every message. Returns `send` and `close`. */
export function connect(file, args, receive) {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  let buffer = Buffer.alloc(0);
  child.stdout.on('data', chunk => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const header = buffer.indexOf('\r\n\r\n');
      if (header < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.toString('ascii', 0, header))?.[1]);
      if (buffer.length < header + 4 + length) return;
      const body = buffer.toString('utf8', header + 4, header + 4 + length);
      buffer = buffer.subarray(header + 4 + length);
      receive(JSON.parse(body));
    }
  });
  return {
    send(message) {
      const body = Buffer.from(JSON.stringify(message));
      child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
      child.stdin.write(body);
    },
    close: () => child.kill(),
  };
}

/** A queue of events that can be awaited by a test on them. */
function mailbox() {
  const kept = [];
  const waiting = [];
  return {
    put(message) {
      const index = waiting.findIndex(w => w.wanted(message));
      if (index < 0) kept.push(message);
      else waiting.splice(index, 1)[0].resolve(message);
    },
    take(wanted) {
      const index = kept.findIndex(wanted);
      if (index >= 0) return Promise.resolve(kept.splice(index, 1)[0]);
      return new Promise(resolve => waiting.push({ wanted, resolve }));
    },
  };
}

/** A language server. `settings` answers its requests for the section `ventry`. */
export function languageServer(file, args, settings) {
  const events = mailbox();
  const replies = new Map();
  let next = 1;
  const wire = connect(file, args, message => {
    if (message.method === 'workspace/configuration') {
      wire.send({ jsonrpc: '2.0', id: message.id, result: message.params.items.map(() => settings) });
    } else if (message.method !== undefined && message.id !== undefined) {
      wire.send({ jsonrpc: '2.0', id: message.id, result: null });
    } else if (message.method !== undefined) events.put(message);
    else replies.get(message.id)?.(message);
  });
  return {
    request(method, params) {
      const id = next++;
      const reply = new Promise((resolve, reject) => {
        replies.set(id, ({ result, error }) => (error ? reject(new Error(error.message)) : resolve(result)));
      });
      wire.send({ jsonrpc: '2.0', id, method, params });
      return reply;
    },
    notify: (method, params) => wire.send({ jsonrpc: '2.0', method, params }),
    event: (method, wanted = () => true) =>
      events.take(m => m.method === method && wanted(m.params)).then(m => m.params),
    close: wire.close,
  };
}

/** A debug adapter. */
export function debugAdapter(file, args, onOutput) {
  const events = mailbox();
  const replies = new Map();
  let next = 1;
  const wire = connect(file, args, message => {
    if (message.type === 'response') replies.get(message.request_seq)?.(message);
    else if (message.event === 'output') onOutput(message.body);
    else events.put(message);
  });
  return {
    request(command, parameters = {}) {
      const seq = next++;
      const reply = new Promise((resolve, reject) => {
        replies.set(seq, ({ success, body, message }) =>
          success ? resolve(body) : reject(new Error(body?.error?.format ?? message)),
        );
      });
      wire.send({ seq, type: 'request', command, arguments: parameters });
      return reply;
    },
    event: name => events.take(m => m.event === name).then(m => m.body),
    /** The next of several events. */
    either: (...names) => events.take(m => names.includes(m.event)),
    close: wire.close,
  };
}
