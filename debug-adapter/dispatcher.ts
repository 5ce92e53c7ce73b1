/**
 * From requests to responses: requests are answered one after the other; one that throws is answered with an
 * error and the session lives on.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Positions } from './positions.ts';
import type { Handler } from './protocol.ts';
import { Refusal } from './refusal.ts';
import { wrongArguments } from './requests/arguments.ts';
import { capabilities, handlers } from './requests/index.ts';
import type { Channel, Session } from './session.ts';

export class Dispatcher {
  readonly #session: Session;
  readonly #channel: Channel;
  #queue: Promise<void> = Promise.resolve();

  constructor(session: Session, channel: Channel) {
    this.#session = session;
    this.#channel = channel;
  }

  /** Takes a request in; the response comes through the channel. */
  handle(request: DebugProtocol.Request): void {
    this.#queue = this.#queue.then(() => this.#answer(request));
  }

  async #answer(request: DebugProtocol.Request): Promise<void> {
    const { command } = request;
    const respond = (rest: { success: boolean; message?: string; body?: unknown }): void =>
      this.#channel.sendResponse({ request_seq: request.seq, command, ...rest });
    const fail = (sentence: string): void => {
      this.#session.takeAfterResponse();
      respond({
        success: false,
        message: sentence,
        body: { error: { id: 1, format: '{reason}', variables: { reason: sentence }, showUser: true } },
      });
    };
    try {
      const body = await this.#dispatch(request);
      if (body instanceof Refusal) return fail(body.sentence);
      respond({ success: true, ...(body !== undefined && { body }) });
    } catch (error) {
      return fail(`Internal error in ${command}: ${error instanceof Error ? error.message : String(error)}`);
    }
    try {
      for (const task of this.#session.takeAfterResponse()) task();
    } catch (error) {
      this.#session.events.onFailure(error);
    }
  }

  #dispatch(request: DebugProtocol.Request): unknown {
    const session = this.#session;
    const args: unknown = request.arguments ?? {};
    const wrong = wrongArguments(request.command, args);
    if (wrong !== undefined) return wrong;
    if (request.command === 'initialize') {
      session.client = args as DebugProtocol.InitializeRequestArguments;
      session.positions = new Positions(session.client);
      return capabilities(session.architectures);
    }
    const handler = Object.hasOwn(handlers, request.command)
      ? (handlers as Readonly<Record<string, Handler<never> | undefined>>)[request.command]
      : undefined;
    if (handler === undefined) return new Refusal(`There is no request "${request.command}" here.`);
    return handler(session, args as never);
  }
}
