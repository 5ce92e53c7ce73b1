// The main job without an editor: lints examples/el2-hypervisor and a broken copy of its table with the real
// language server, then debugs the hypervisor with the real debug adapter. `npm run demo`
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { debugAdapter, languageServer } from './protocol.mjs';

const folder = path.resolve('examples/el2-hypervisor');
const file = name => path.join(folder, name);
const operands = { exception_sync: '0', exception_irq: '1' };
const severities = ['', 'error', 'warning', 'information', 'hint'];

const title = text => console.log(`\n=== ${text}`);
const indent = (text, by = '    ') => text.replace(/^/gm, by);

async function lint(names) {
  const server = languageServer('dist/server.cjs', ['--stdio'], { operands });
  const uri = pathToFileURL(folder).href;
  await server.request('initialize', {
    processId: process.pid,
    rootUri: uri,
    workspaceFolders: [{ uri, name: 'el2-hypervisor' }],
    capabilities: { workspace: { configuration: true }, textDocument: { publishDiagnostics: {} } },
  });
  server.notify('initialized', {});
  for (const name of names) {
    const uri = pathToFileURL(file(name)).href;
    const text = readFileSync(file(name), 'utf8');
    server.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'aarch64-asm', version: 1, text },
    });
    const { diagnostics } = await server.event(
      'textDocument/publishDiagnostics',
      params => params.uri === uri,
    );
    title(
      `textDocument/publishDiagnostics: ${name}: ${diagnostics.length === 0 ? 'nothing to say' : diagnostics.length}`,
    );
    const lines = text.split(/\r?\n/);
    for (const { range, severity, code, message, relatedInformation = [] } of diagnostics) {
      const { start, end } = range;
      console.log(
        `${name}:${start.line + 1}:${start.character + 1}: ${severities[severity]}: ${message} [${code}]`,
      );
      console.log(`    ${lines[start.line]}`);
      const width = end.line === start.line ? end.character - start.character : 1;
      console.log(`    ${' '.repeat(start.character)}${'^'.repeat(Math.max(1, width))}`);
      for (const { location, message } of relatedInformation) {
        console.log(`    ${path.basename(location.uri)}:${location.range.start.line + 1}: ${message}`);
      }
    }
    server.notify('textDocument/didClose', { textDocument: { uri } });
  }
  await server.request('shutdown');
  server.notify('exit');
}

async function debug() {
  const adapter = debugAdapter('dist/debug-adapter.cjs', [], ({ category, output, source, line }) => {
    if (category === 'telemetry') return;
    const place = source ? ` (${source.name}:${line})` : '';
    console.log(indent(`${output.trimEnd()}${place}`, category === 'stdout' ? '  guest | ' : '  debug | '));
  });
  await adapter.request('initialize', {
    adapterID: 'ventry',
    pathFormat: 'path',
    linesStartAt1: true,
    columnsStartAt1: true,
  });
  const launched = adapter.request('launch', {
    program: file('hypervisor.S'),
    operands,
    clobberReport: 'always',
  });
  await adapter.event('initialized');
  await adapter.request('setExceptionBreakpoints', { filters: ['a64-sync'] });
  // The frame is complete when the table has called the host.
  await adapter.request('setFunctionBreakpoints', { breakpoints: [{ name: 'vmexit_trampoline' }] });
  await adapter.request('configurationDone');
  await launched;

  /** Runs on until it stops or ends; true when it stopped. */
  const stopped = async () => {
    const { event, body } = await adapter.either('stopped', 'terminated');
    if (event === 'stopped') title(`stopped: ${body.description}`);
    return event === 'stopped';
  };
  const scope = async name => {
    const { stackFrames } = await adapter.request('stackTrace', { threadId: 1 });
    for (const { id } of stackFrames) {
      const { scopes } = await adapter.request('scopes', { frameId: id });
      const found = scopes.find(s => s.name === name);
      if (found === undefined) continue;
      const { variables } = await adapter.request('variables', {
        variablesReference: found.variablesReference,
      });
      return variables;
    }
    return [];
  };
  const show = async name => {
    console.log(`\n  ${name}`);
    for (const { name: variable, value } of await scope(name))
      console.log(`    ${variable.padEnd(18)} ${value}`);
  };

  await stopped();
  console.log(indent((await adapter.request('exceptionInfo', { threadId: 1 })).description));
  console.log('\n  Call stack');
  const { stackFrames } = await adapter.request('stackTrace', { threadId: 1 });
  for (const { name, source, line } of stackFrames) {
    console.log(`    ${name}${source ? ` (${source.name}:${line})` : ''}`);
  }
  await show('Interrupted');

  await adapter.request('continue', { threadId: 1 });
  await stopped();
  await show('Saved frame');

  for (;;) {
    await adapter.request('continue', { threadId: 1 });
    if (!(await stopped())) break;
  }
  adapter.close();
}

await lint(['hypervisor.S', 'exception.S', 'broken.S']);
await debug();
