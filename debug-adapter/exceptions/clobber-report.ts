/** What became of each interrupted register when its handler returns. */
import type { ExceptionReturn } from '../../emulator/api.ts';
import type { Architecture } from '../../isa/architecture.ts';
import type { CellName } from '../../isa/instruction.ts';
import type { Target } from '../targets/target.ts';
import type { SavedContext } from './saved-frame.ts';

/**
 * `same`: the interrupted code has its value back. `changed`: the handler gave it another on purpose, through
 * the register's field of the frame or by setting a register that describes the return. `clobbered`: neither.
 */
export type Outcome = 'same' | 'changed' | 'clobbered';

export interface RegisterOutcome {
  readonly register: CellName;
  readonly outcome: Outcome;
  readonly before: bigint;
  readonly after: bigint;
  /** In words, empty for `same`. */
  readonly why: string;
}

export interface ClobberReport {
  readonly context: SavedContext;
  readonly registers: readonly RegisterOutcome[];
  /** The handler went to other code than what was interrupted: nothing is compared. */
  readonly elsewhere: boolean;
}

export function clobberReport(target: Target, context: SavedContext, ret: ExceptionReturn): ClobberReport {
  const { entry } = context;
  const { architecture } = target;
  const level = architecture.context.levels.find(l => l.level === entry.toLevel);
  const describing: RegisterOutcome[] =
    level === undefined
      ? []
      : [
          describingOutcome(context, level.returnAddress, entry.returnAddress, ret.returnAddress),
          statusOutcome(architecture, context, level.savedStatus, entry.savedStatus, ret.status),
        ];
  if (isElsewhere(target, context, ret)) return { context, registers: describing, elsewhere: true };
  const special = new Set(architecture.context.special);
  const registers = [...architecture.context.general, ...architecture.context.special].map(register =>
    generalOutcome(target, context, register, special.has(register)),
  );
  return { context, registers: [...registers, ...describing], elsewhere: false };
}

export const clobbered = (report: ClobberReport): readonly RegisterOutcome[] =>
  report.registers.filter(r => r.outcome === 'clobbered');

/** A return address that does not come from the interrupted one, and is not just the next instruction. */
function isElsewhere(target: Target, context: SavedContext, ret: ExceptionReturn): boolean {
  const { entry } = context;
  const level = target.architecture.context.levels.find(l => l.level === entry.toLevel);
  if (level === undefined || context.meaningOf(level.returnAddress) !== undefined) return false;
  if (context.overwriterOf(level.returnAddress) === 'nested') return false;
  const distance = ret.returnAddress - entry.returnAddress;
  const { alignment } = target.architecture.instructions;
  const length = BigInt(target.instructionAt(entry.returnAddress)?.length ?? alignment);
  return distance < -length || distance > length;
}

function generalOutcome(
  target: Target,
  context: SavedContext,
  register: CellName,
  special: boolean,
): RegisterOutcome {
  const before = context.entry.interrupted.get(register) ?? 0n;
  const after = target.read(register) ?? 0n;
  const meaning = context.meaningOf(register);
  const outcome = (outcome: Outcome, why: string): RegisterOutcome => ({
    register,
    outcome,
    before,
    after,
    why,
  });
  if (meaning?.register === register) {
    if (meaning.what === 'interrupted' || after === before) return outcome('same', '');
    return outcome('changed', 'through the frame');
  }
  if (meaning !== undefined) {
    const chance = after === before ? ', by chance the same value' : '';
    return outcome('clobbered', `restored from where ${meaning.register} was saved${chance}`);
  }
  if (after === before) return outcome('same', '');
  if (special) return outcome('changed', 'set by the handler');
  return outcome(
    'clobbered',
    context.fieldOf(register) === undefined ? 'never saved' : 'saved, but not restored from there',
  );
}

/** Bits of the status that the machine does not save are in the handler's care, as general registers are. */
function statusOutcome(
  { context: { statusKeptByHandler = 0n } }: Architecture,
  context: SavedContext,
  register: CellName,
  before: bigint,
  after: bigint,
): RegisterOutcome {
  const described = describingOutcome(context, register, before, after);
  const lost = ((before ^ after) & statusKeptByHandler) !== 0n && context.meaningOf(register) === undefined;
  return lost
    ? { ...described, outcome: 'clobbered', why: 'changed by the handler and not given back' }
    : described;
}

function describingOutcome(
  context: SavedContext,
  register: CellName,
  before: bigint,
  after: bigint,
): RegisterOutcome {
  if (before === after) return { register, outcome: 'same', before, after, why: '' };
  if (context.meaningOf(register)?.what === 'given')
    return { register, outcome: 'changed', before, after, why: 'through the frame' };
  if (context.overwriterOf(register) === 'nested') {
    const why = 'overwritten by a nested exception and not restored';
    return { register, outcome: 'clobbered', before, after, why };
  }
  return { register, outcome: 'changed', before, after, why: 'set by the handler' };
}
