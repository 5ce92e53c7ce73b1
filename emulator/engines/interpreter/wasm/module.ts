/** A WebAssembly module in its binary format, with one imported memory. */
import { Bytes, type Code, unsigned } from './code.ts';
import { typeCodes, type WasmType } from './opcodes.ts';

export interface Signature {
  readonly parameters: readonly WasmType[];
  readonly results: readonly WasmType[];
}

export interface ImportedFunction {
  /** Name inside the import module `host`. */
  readonly name: string;
  readonly signature: Signature;
}

export interface DefinedFunction {
  readonly signature: Signature;
  readonly code: Code;
  /** Absent: only the module itself calls it. */
  readonly exported?: string;
}

export interface ModuleDescription {
  /** Imported as `host.memory`. */
  readonly memory: { readonly minimumPages: number };
  /** Functions are numbered imports first, in order. */
  readonly imports: readonly ImportedFunction[];
  readonly functions: readonly DefinedFunction[];
}

/** `\0asm`, version 1. */
const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const sections = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const functionKind = 0;
const memoryKind = 2;
const functionType = 0x60;

function text(value: string, into: Bytes): void {
  unsigned(value.length, into);
  for (let at = 0; at < value.length; at++) into.push(value.charCodeAt(at));
}

function types(list: readonly WasmType[], into: Bytes): void {
  unsigned(list.length, into);
  for (const type of list) into.push(typeCodes[type]);
}

export function encodeModule({ memory, imports, functions }: ModuleDescription): Uint8Array<ArrayBuffer> {
  const bytes = new Bytes();
  bytes.push(...header);
  const section = (id: number, count: number, write: (into: Bytes) => void): void => {
    const content = new Bytes();
    unsigned(count, content);
    write(content);
    bytes.push(id);
    unsigned(content.length, bytes);
    bytes.append(content);
  };
  const signatures = [...imports, ...functions].map(({ signature }) => signature);
  section(sections.type, signatures.length, into => {
    for (const { parameters, results } of signatures) {
      into.push(functionType);
      types(parameters, into);
      types(results, into);
    }
  });
  section(sections.import, imports.length + 1, into => {
    text('host', into);
    text('memory', into);
    into.push(memoryKind, 0);
    unsigned(memory.minimumPages, into);
    for (const [index, { name }] of imports.entries()) {
      text('host', into);
      text(name, into);
      into.push(functionKind);
      unsigned(index, into);
    }
  });
  section(sections.function, functions.length, into => {
    for (const index of functions.keys()) unsigned(imports.length + index, into);
  });
  const exported = [...functions.entries()].filter(([, each]) => each.exported !== undefined);
  section(sections.export, exported.length, into => {
    for (const [index, { exported: name }] of exported) {
      text(name!, into);
      into.push(functionKind);
      unsigned(imports.length + index, into);
    }
  });
  section(sections.code, functions.length, into => {
    for (const { code } of functions) code.appendTo(into);
  });
  return bytes.written();
}
