/** Runs a test body with a client on a fixture, and ends the adapter's process whatever happens. */
import { join } from 'node:path';
import { DapClient, type StartOptions, start } from './dap-client.ts';
import { Transcript } from './transcript.ts';

export const fixture = (name: string): string => join(import.meta.dirname, '../fixtures/dap', name);
export const example = (name: string): string => join(import.meta.dirname, '../../examples', name);

export async function withClient<T>(body: (client: DapClient) => Promise<T>): Promise<T> {
  const client = new DapClient();
  try {
    return await body(client);
  } finally {
    client.kill();
  }
}

/** A started session: launch arguments besides the program, filters and breakpoints as given. */
export function debugging(
  program: string,
  launch: object,
  options: StartOptions,
  body: (transcript: Transcript, client: DapClient) => Promise<void>,
): Promise<void> {
  return withClient(async client => {
    await start(client, { program, ...launch }, options);
    await body(new Transcript(client), client);
  });
}
