/** Our images against those of GNU ld: the same objects, the same scripts. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { randomFractions } from './elf-random.ts';
import { inDirectory } from './gas-assemble.ts';
import { linkBoth } from './gnu-link.ts';
import { randomScript, scripts, sources } from './linker-scripts.ts';
import { tool } from './tools.ts';

const missing = ['as', 'ld']
  .map(name => `aarch64-linux-gnu-${name}`)
  .filter(name => tool(name) === undefined);
const skipped = missing.length === 0 ? '' : ` (skipped: no ${missing.join(', ')})`;

const gcc = tool('aarch64-linux-gnu-gcc');
const compiled = `
int counter, table[8] = {1, 2, 3};
static const short squares[] = {0, 1, 4, 9};
int other(const char *text) { return *text; }
const char *name = "a name";
static int (*const calls[])(const char *) = {other};
int step(int n) { return table[n & 7] += squares[n & 3] + counter++; }
int main(void) { for (int n = 0; n < 9; n++) step(n); return calls[table[1] & 0](name); }
`;

describe.skipIf(missing.length > 0)(`GNU ld${skipped}`, () => {
  for (const [name, script] of Object.entries(scripts))
    it(`makes the same image: ${name}`, () => {
      const { ours, theirs } = linkBoth(sources, script);
      expect(ours).toEqual(theirs);
    });

  it.skipIf(gcc === undefined)('makes the same image of C beside assembly', () => {
    const code = inDirectory(directory => {
      writeFileSync(join(directory, 'in.c'), compiled);
      const flags = [
        '-O2',
        '-fno-pic',
        '-fno-asynchronous-unwind-tables',
        '-fno-unwind-tables',
        '-ffunction-sections',
      ];
      execFileSync(gcc!, [...flags, '-S', '-o', 'out.s', 'in.c'], { cwd: directory });
      return readFileSync(join(directory, 'out.s'), 'utf8');
    });
    const start = '.globl _start\n_start: bl main\n ldr x0, =__bss_start\n b .\n';
    for (const name of ['sections after each other', 'memory regions and load addresses'] as const) {
      const { ours, theirs } = linkBoth({ 'start.o': start, 'main.o': code }, scripts[name]!);
      expect(ours).toEqual(theirs);
    }
  });

  it('makes the same images of random layouts', () => {
    const random = randomFractions(2940);
    for (let n = 0; n < 60; n++) {
      const script = randomScript(random);
      const { ours, theirs } = linkBoth(sources, script);
      // What one refuses, the other does, in words of its own.
      if (theirs.errors.length > 0)
        expect({ script, refused: ours.errors.length > 0 }).toEqual({ script, refused: true });
      else expect({ script, ...ours }).toEqual({ script, ...theirs });
    }
  });
});
