/**
 * The generic timers of one processor (D11.2): EL1 physical, EL1 virtual, EL2 physical, and EL3's secure physical
 * one. Their registers are the cells of the register table; here is when a timer's condition is met, and its
 * interrupt output.
 */
import type { Alarm, Clock } from '../../core/clock.ts';
import type { Cpu } from '../cpu.ts';

/** A timer of the processor, as its registers are called. */
export type TimerName = 'cntp' | 'cntv' | 'cnthp' | 'cntps';

interface TimerRegisters {
  readonly control: string;
  readonly compare: string;
  /** TVAL: the distance to the compare value, 32 bits, signed. */
  readonly left: string;
  /** It counts from CNTVOFF_EL2. */
  readonly virtual: boolean;
}

const registersOf = (timer: TimerName, suffix: string): TimerRegisters => ({
  control: `${timer}_ctl${suffix}`,
  compare: `${timer}_cval${suffix}`,
  left: `${timer}_tval${suffix}`,
  virtual: timer === 'cntv',
});

const timers: Readonly<Record<TimerName, TimerRegisters>> = {
  cntp: registersOf('cntp', '_el0'),
  cntv: registersOf('cntv', '_el0'),
  cnthp: registersOf('cnthp', '_el2'),
  cntps: registersOf('cntps', '_el1'),
};

const timerNames = Object.keys(timers) as readonly TimerName[];
const offsetRegister = 'cntvoff_el2';

/** Bits of CTL. */
const enable = 1n;
const mask = 2n;
const status = 4n;

/** Event streams: the control register, and whether it follows the virtual counter (D11.2.5). */
const eventStreams = [
  { register: 'cntkctl_el1', virtual: true, level: 1 },
  { register: 'cnthctl_el2', virtual: false, level: 2 },
] as const;

/** Bits of the control registers of event streams: on, falling edges instead of rising ones, the counter's bit. */
const stream = { enable: 4n, falling: 8n, bit: 4n } as const;

const written: ReadonlySet<string> = new Set([
  offsetRegister,
  ...timerNames.flatMap(name => [timers[name].control, timers[name].compare, timers[name].left]),
]);

/** Whether reading or writing a register is more than that of its cell, or changes when a timer is due. */
export const isTimerRegister = (name: string): boolean => written.has(name);

export class GenericTimers {
  readonly #cpu: Cpu;
  readonly #clock: Clock;
  readonly #output: (timer: TimerName, asserted: boolean) => void;
  readonly #alarms: Readonly<Record<TimerName, Alarm>>;

  /** `output` drives the interrupt of a timer. */
  constructor(cpu: Cpu, clock: Clock, output: (timer: TimerName, asserted: boolean) => void) {
    this.#cpu = cpu;
    this.#clock = clock;
    this.#output = output;
    const alarm = (timer: TimerName): Alarm => clock.alarm(() => this.#update(timer));
    this.#alarms = { cntp: alarm('cntp'), cntv: alarm('cntv'), cnthp: alarm('cnthp'), cntps: alarm('cntps') };
  }

  /** CNTPCT_EL0, or CNTVCT_EL0. */
  counter(virtual: boolean): bigint {
    return BigInt.asUintN(64, BigInt(this.#clock.ticks) - this.#offset(virtual));
  }

  #offset(virtual: boolean): bigint {
    return virtual ? this.#cpu.register(offsetRegister) : 0n;
  }

  /** Value of a timer's register that is more than its cell; undefined for any other register. */
  read(name: string): bigint | undefined {
    for (const timer of timerNames) {
      const { control, compare, left, virtual } = timers[timer];
      if (name === left) {
        return BigInt.asUintN(32, this.#cpu.register(compare) - this.counter(virtual));
      }
      if (name === control) return this.#control(timer);
    }
    return undefined;
  }

  /** Writes a timer's register; false when it is none. */
  write(name: string, value: bigint): boolean {
    if (!written.has(name)) return false;
    const timer = timerNames.find(each => timers[each].left === name);
    if (timer) {
      const { compare, virtual } = timers[timer];
      const ticks = this.counter(virtual) + BigInt.asIntN(32, value);
      this.#cpu.setRegister(compare, BigInt.asUintN(64, ticks));
    } else {
      this.#cpu.setRegister(name, name.includes('_ctl_') ? value & (enable | mask) : value);
    }
    this.update();
    return true;
  }

  /** After cells were changed from outside: outputs and alarms follow them. */
  update(): void {
    for (const timer of timerNames) this.#update(timer);
  }

  /** The next tick at which an event stream wakes `WFE`; undefined while there is none. */
  nextEvent(): number | undefined {
    const ticks = eventStreams.flatMap(({ register, virtual, level }) => {
      const control = this.#cpu.implements(level) ? this.#cpu.register(register) : 0n;
      if ((control & stream.enable) === 0n) return [];
      const half = 1n << ((control >> stream.bit) & 15n);
      const edge = control & stream.falling ? 0n : half;
      const left = BigInt.asUintN(64, edge - this.counter(virtual)) % (2n * half);
      return [this.#clock.ticks + Number(left === 0n ? 2n * half : left)];
    });
    return ticks.length === 0 ? undefined : Math.min(...ticks);
  }

  #control(timer: TimerName): bigint {
    const control = this.#cpu.register(timers[timer].control) & (enable | mask);
    return control & enable && this.#met(timer) ? control | status : control;
  }

  #met(timer: TimerName): boolean {
    const { compare, virtual } = timers[timer];
    return this.counter(virtual) >= this.#cpu.register(compare);
  }

  #update(timer: TimerName): void {
    const { compare, virtual } = timers[timer];
    const control = this.#control(timer);
    this.#output(timer, control === (enable | status));
    const waits = (control & (enable | status)) === enable;
    const due = BigInt.asUintN(64, this.#cpu.register(compare) + this.#offset(virtual));
    // What lies beyond the exact numbers is centuries away.
    const reachable = waits && due <= BigInt(Number.MAX_SAFE_INTEGER);
    this.#alarms[timer].set(reachable ? Number(due) : undefined);
  }
}
