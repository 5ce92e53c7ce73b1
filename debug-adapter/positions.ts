/** Lines, columns and sources as this client counts and names them. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { baseName } from './program/paths.ts';
import type { Position } from './program/positions.ts';

export class Positions {
  readonly #firstLine: number;
  readonly #firstColumn: number;
  readonly #uris: boolean;

  constructor(client: Partial<DebugProtocol.InitializeRequestArguments>) {
    this.#firstLine = client.linesStartAt1 === false ? 0 : 1;
    this.#firstColumn = client.columnsStartAt1 === false ? 0 : 1;
    this.#uris = client.pathFormat === 'uri';
  }

  /** The client's line as counted from 1. */
  lineFrom(line: number): number {
    return line - this.#firstLine + 1;
  }

  line(line: number): number {
    return line - 1 + this.#firstLine;
  }

  column(column: number): number {
    return column - 1 + this.#firstColumn;
  }

  source(file: string): DebugProtocol.Source {
    return { name: baseName(file), path: this.#uris ? fileUri(file) : file };
  }

  /** Source with line and column. */
  place(position: Position) {
    return {
      source: this.source(position.file),
      line: this.line(position.line),
      column: this.column(position.column),
    };
  }

  /** Source with the whole stretch. */
  range(position: Position) {
    return {
      ...this.place(position),
      endLine: this.line(position.endLine),
      endColumn: this.column(position.endColumn),
    };
  }
}

const fileUri = (path: string): string => {
  const plain = path.replaceAll('\\', '/');
  return `file://${plain.startsWith('/') ? '' : '/'}${encodeURI(plain)}`;
};
