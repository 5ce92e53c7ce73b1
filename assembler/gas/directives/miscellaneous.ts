/** Messages, and directives without an effect on the image. */
import type { Severity } from '../../program.ts';
import { selectProcessor } from '../processor.ts';
import { takeFileName } from '../strings.ts';
import type { DirectiveHandler, DirectiveTable } from './directive.ts';
import { expectEnd, ignored } from './directive.ts';

/** `.error "text"`, `.warning "text"`, `.print "text"`; with a header missing, the reason may lie there. */
const message =
  (severity: Severity, code: string, otherwise: string): DirectiveHandler =>
  ({ unit, cursor, origin }) => {
    const text = cursor.done ? otherwise : takeFileName(unit, cursor);
    unit.job.diagnostics.report(unit.job.incomplete ? 'information' : severity, code, text, origin);
  };

const otherStates: DirectiveHandler = ({ unit, name, origin }) =>
  unit.job.diagnostics.error('not-a64', `${name} chooses an instruction set other than A64`, origin);

const debugInformation = ['stabs', 'stabn', 'stabd', 'func', 'endfunc'];

const listing = ['list', 'nolist', 'psize', 'eject', 'title', 'sbttl', 'lflags'];

const silent = ['abort', 'linkonce', 'gnu_attribute'];

/** What GNU as knows and this assembler does not yet. */
const later = [
  'mri',
  'bundle_align_mode',
  'bundle_lock',
  'bundle_unlock',
  'dc.a',
  'dc.b',
  'dc.d',
  'dc.l',
  'dc.s',
  'dc.w',
  'dc.x',
  'dcb.d',
  'dcb.s',
  'dcb.x',
  'ds.p',
  'ds.s',
  'ds.x',
  'float16',
  'bfloat16',
  'bf16',
  'lsym',
  'nop',
  'nops',
  'scl',
  'tag',
  'val',
  'vtable_entry',
  'vtable_inherit',
  'dtpreldword',
  'dtprelword',
  'attach_to_group',
  'base64',
  'literal_position',
  'literal_prefix',
];

const notYet: DirectiveHandler = ({ unit, name, origin }) => {
  const text = `${name} is not supported yet; it is ignored`;
  unit.job.diagnostics.once('information', 'not-yet-supported', name, text, origin);
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
  altmacro: alternate(true),
  noaltmacro: alternate(false),
  end: ({ unit }) => unit.input.end(),
};
