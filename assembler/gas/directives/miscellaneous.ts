/** Messages, and directives without an effect on the image. */
import type { Severity } from '../../program.ts';
import { readConstant } from '../evaluate.ts';
import { selectProcessor } from '../processor.ts';
import { takeFileName } from '../strings.ts';
import type { DirectiveHandler, DirectiveTable } from './directive.ts';
import { expectEnd, ignored } from './directive.ts';

/** `.error "text"`, `.warning "text"`, `.print "text"`; with a header missing, the reason may lie there. */
const message =
  (severity: Severity, code: string, otherwise: string): DirectiveHandler =>
  call => {
    const { unit, cursor, origin, name } = call;
    if (cursor.done ? otherwise === '' : cursor.char !== '"') {
      unit.job.diagnostics.error('bad-operand', `${name} takes a string in quotes`, origin);
      return;
    }
    const text = cursor.done ? otherwise : takeFileName(unit, cursor);
    unit.job.diagnostics.report(unit.job.incomplete ? 'information' : severity, code, text, origin);
    expectEnd(call);
  };

const otherStates: DirectiveHandler = ({ unit, name, origin }) =>
  unit.job.diagnostics.error('not-a64', `${name} chooses an instruction set other than A64`, origin);

const debugInformation = ['stabs', 'stabn', 'stabd'];

/** `.func name[, label]` … `.endfunc`: for debuggers of old. */
const beginFunction: DirectiveHandler = call => {
  const { unit, cursor, origin, name } = call;
  const problem = unit.openFunction !== undefined ? `.endfunc is missing before this ${name}` : undefined;
  unit.openFunction = origin;
  const named = cursor.symbolName() !== undefined;
  if (named && cursor.take(',')) cursor.symbolName();
  if (problem !== undefined || !named)
    unit.job.diagnostics.error('unbalanced', problem ?? `${name} needs the name of a function`, origin);
  else expectEnd(call);
};

const endFunction: DirectiveHandler = call => {
  const { unit, nameOrigin } = call;
  if (unit.openFunction === undefined)
    unit.job.diagnostics.error('unbalanced', '.endfunc without a .func before it', nameOrigin);
  unit.openFunction = undefined;
  expectEnd(call);
};

const listing = ['list', 'nolist', 'psize', 'eject', 'title', 'sbttl', 'lflags'];

const silent = ['abort', 'linkonce', 'gnu_attribute'];

/** What GNU as knows and this assembler does not yet. */
const later = ['attach_to_group', 'vtable_entry', 'vtable_inherit'];

const notYet: DirectiveHandler = ({ unit, name, origin }) => {
  const text = `${name} is not supported yet; it is ignored`;
  unit.job.diagnostics.once('information', 'not-yet-supported', name, text, origin);
};

/** `.mri 0`: the mode of the 68000's assembler, which is off. */
const otherSyntax: DirectiveHandler = call => {
  const { unit, cursor, name, origin } = call;
  const on = readConstant(unit, cursor, 'the mode');
  expectEnd(call);
  if (on === undefined || on === 0n) return;
  const text = `${name} asks for the syntax of another assembler, which is not supported`;
  unit.job.diagnostics.error('not-supported', text, origin);
};

const alternate =
  (on: boolean): DirectiveHandler =>
  call => {
    call.unit.alternate = on;
    expectEnd(call);
  };

const all = (names: readonly string[], handler: DirectiveHandler): DirectiveTable =>
  Object.fromEntries(names.map(name => [name, handler]));

export const miscellaneousDirectives: DirectiveTable = {
  ...all(later, notYet),
  ...all([...debugInformation, ...listing, ...silent], ignored),
  ...all(['code', 'arm', 'thumb', 'syntax', 'fpu', 'eabi_attribute'], otherStates),
  error: message('error', 'user-error', '.error invoked here'),
  err: message('error', 'user-error', '.err invoked here'),
  warning: message('warning', 'user-warning', '.warning invoked here'),
  print: message('information', 'user-message', ''),
  ...all(['arch', 'cpu', 'arch_extension'], selectProcessor),
  mri: otherSyntax,
  func: beginFunction,
  endfunc: endFunction,
  altmacro: alternate(true),
  noaltmacro: alternate(false),
  end: ({ unit }) => unit.input.end(),
};
