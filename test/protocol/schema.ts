/**
 * A JSON schema of the Debug Adapter Protocol, made from the types of `@vscode/debugprotocol` when the tests
 * run. Properties that the protocol does not know are errors.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';

/** Gives back what is wrong with a message, one thing a line; empty when it is right. */
export type Validator = (message: unknown) => readonly string[];

interface AnyMessage {
  readonly type: 'request' | 'response' | 'event';
  readonly command?: string;
  readonly event?: string;
  readonly success?: boolean;
}

const artefacts = join(import.meta.dirname, '../.artefacts');
const types = join(
  dirname(createRequire(import.meta.url).resolve('@vscode/debugprotocol/package.json')),
  'lib/debugProtocol.d.ts',
);

/** Names of the interfaces of one kind by the command or event that stands in their comment. */
function interfacesOf(kind: 'Request' | 'Event', label: 'command' | 'event'): ReadonlyMap<string, string> {
  const text = readFileSync(types, 'utf8');
  const pattern = new RegExp(`interface (\\w+) extends ${kind} \\{\\s*// ${label}: '(\\w+)'`, 'g');
  return new Map([...text.matchAll(pattern)].map(match => [match[2]!, match[1]!]));
}

export function protocolValidator(): Validator {
  const requests = interfacesOf('Request', 'command');
  const events = interfacesOf('Event', 'event');
  const responses = new Map(
    [...requests].map(([command, name]) => [command, name.replace(/Request$/, 'Response')]),
  );
  const names = ['ErrorResponse', ...requests.values(), ...responses.values(), ...events.values()];
  mkdirSync(artefacts, { recursive: true });
  const path = join(artefacts, `dap-messages-${process.pid}.ts`);
  const members = names.map(name => `  ${name}: DebugProtocol.${name};`);
  writeFileSync(
    path,
    `import type { DebugProtocol } from '@vscode/debugprotocol';\nexport interface Messages {\n${members.join('\n')}\n}\n`,
  );
  const schema = createGenerator({
    path,
    type: 'Messages',
    expose: 'all',
    skipTypeCheck: true,
    additionalProperties: false,
  }).createSchema('Messages');
  const definitions = schema.definitions ?? {};
  // What an adapter takes at launch is its own business.
  const launch = definitions['DebugProtocol.LaunchRequestArguments'];
  if (typeof launch === 'object') launch.additionalProperties = true;
  const ajv = new Ajv({ strict: false, allErrors: true }).addSchema({ ...(schema as object), $id: 'dap' });
  const compiled = new Map<string, ValidateFunction>();
  const validatorOf = (name: string): ValidateFunction => {
    const there = compiled.get(name);
    if (there !== undefined) return there;
    const made = ajv.compile({ $ref: `dap#/definitions/DebugProtocol.${name}` });
    compiled.set(name, made);
    return made;
  };
  return message => {
    const { type, command = '', event = '', success } = message as AnyMessage;
    const name =
      type === 'event'
        ? events.get(event)
        : type === 'request'
          ? requests.get(command)
          : success === false
            ? 'ErrorResponse'
            : responses.get(command);
    if (name === undefined) return [`no such ${type} in the protocol: ${command || event}`];
    const validate = validatorOf(name);
    if (validate(message)) return [];
    return (validate.errors ?? []).map(
      error => `${name}${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
    );
  };
}
