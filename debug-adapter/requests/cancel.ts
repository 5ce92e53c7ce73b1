/** cancel: every request is answered within a few milliseconds, so there is nothing to cut short. */
import type { RequestFamily } from '../protocol.ts';

export const cancel: RequestFamily = {
  capabilities: { supportsCancelRequest: true },
  handlers: { cancel() {} },
};
