/** `ventry lsp` and `ventry dap`: the same programs that the extension starts, on standard input and output. */
import type { Command } from './command.ts';
import { UsageError } from './options.ts';

const stdio = { doc: 'Talk on standard input and output (the only way there is).' } as const;

const server = (name: string, summary: string, start: () => Promise<unknown>): Command => ({
  name,
  usage: '--stdio',
  summary,
  options: { stdio },
  run: async given => {
    if (given.files.length > 0) throw new UsageError(`${name} takes no files`);
    if (!given.has('stdio')) throw new UsageError(`${name} needs --stdio`);
    // It keeps the process alive until its client leaves.
    await start();
    return 0;
  },
});

export const lsp = server(
  'lsp',
  'Serve an editor: the language server protocol on standard input and output.',
  () => import('../server/node.ts'),
);

export const dap = server(
  'dap',
  'Serve a debugger: the debug adapter protocol on standard input and output.',
  () => import('../debug-adapter/node.ts'),
);
