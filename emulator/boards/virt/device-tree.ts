/** The device tree of board `virt`, as QEMU 7.2 makes it with `dtb-randomness=off`. */
import { cells64, type PropertyValue, type TreeNode } from '../../boot/device-tree.ts';
import { transportBytes } from '../../devices/virtio-mmio.ts';
import { mebibyte, places, privateInterrupts, ramStart, sharedInterrupts } from './layout.ts';

/** QEMU pads the tree to this size, and guests copy all of it. */
export const treeBytes = mebibyte;

export interface VirtTreeOptions {
  readonly memoryBytes: number;
  /** Highest exception level. */
  readonly level: number;
  readonly psci: 'hvc' | 'smc' | undefined;
  /** Command line of a kernel. */
  readonly commandLine?: string;
  /** Where an initial file system lies; the end is exclusive. */
  readonly initrd?: { readonly start: number; readonly end: number };
}

const clockHandle = 0x8000;
const cpuHandle = 0x8001;
const interruptHandle = 0x8002;
const messageHandle = 0x8003;
const gpioHandle = 0x8004;
const secureGpioHandle = 0x8005;

/** Cells of an interrupt specifier: type, number, trigger with a mask of processors for private ones. */
const shared = (number: number, trigger: 'edge' | 'level' = 'level'): readonly number[] => [
  0,
  number,
  trigger === 'edge' ? 1 : 4,
];
const oneCpu = 0x100;
const ofProcessor = (number: number): readonly number[] => [1, number, oneCpu | 4];

const at = (start: number, bytes: number): readonly number[] => [...cells64(start), ...cells64(bytes)];
const registers = (name: keyof typeof places): readonly number[] =>
  at(places[name].start, places[name].bytes);
const named = (name: string, place: keyof typeof places): string =>
  `${name}@${places[place].start.toString(16)}`;

const controllerPage = 0x1_0000;

/** Marks what only Secure software may use. */
const secureOnly: Readonly<Record<string, PropertyValue>> = { 'secure-status': 'okay', status: 'disabled' };

const psci = (method: string): TreeNode => ({
  properties: {
    migrate: [0xc400_0005],
    cpu_on: [0xc400_0003],
    cpu_off: [0x8400_0002],
    cpu_suspend: [0xc400_0001],
    method,
    compatible: ['arm,psci-1.0', 'arm,psci-0.2', 'arm,psci'],
  },
});

const transports = (): Readonly<Record<string, TreeNode>> =>
  Object.fromEntries(
    Array.from({ length: places.virtio.bytes / transportBytes }, (_, n) => {
      const start = places.virtio.start + n * transportBytes;
      const properties = {
        'dma-coherent': true,
        interrupts: shared(sharedInterrupts.virtio + n, 'edge'),
        reg: at(start, transportBytes),
        compatible: 'virtio,mmio',
      } as const;
      return [`virtio_mmio@${start.toString(16)}`, { properties }];
    }),
  );

function gpio(place: 'gpio' | 'secureGpio'): TreeNode {
  const secure = place === 'secureGpio';
  return {
    properties: {
      ...(secure ? secureOnly : {}),
      phandle: [secure ? secureGpioHandle : gpioHandle],
      'clock-names': 'apb_pclk',
      clocks: [clockHandle],
      interrupts: shared(secure ? 0 : sharedInterrupts.gpio),
      'gpio-controller': true,
      '#gpio-cells': [2],
      compatible: ['arm,pl061', 'arm,primecell'],
      reg: registers(place),
    },
  };
}

const uart = (place: 'uart0' | 'secureUart'): TreeNode => ({
  properties: {
    ...(place === 'secureUart' ? secureOnly : {}),
    'clock-names': ['uartclk', 'apb_pclk'],
    clocks: [clockHandle, clockHandle],
    interrupts: shared(sharedInterrupts[place]),
    reg: registers(place),
    compatible: ['arm,pl011', 'arm,primecell'],
  },
});

/** A GPIO line of the secure controller that ends or restarts the machine. */
const secureLine = (compatible: string, line: number): TreeNode => ({
  properties: { ...secureOnly, gpios: [secureGpioHandle, line, 0], compatible },
});

/** Pin interrupts of four devices, rotated by the device's number: device, pin, and the shared interrupt. */
function pciInterruptMap(): readonly number[] {
  const pins = 4;
  const cells: number[] = [];
  for (let device = 0; device < pins; device++) {
    for (let pin = 0; pin < pins; pin++) {
      cells.push(device << 11, 0, 0, pin + 1, interruptHandle, 0, 0);
      cells.push(...shared(sharedInterrupts.pci + ((device + pin) % pins)));
    }
  }
  return cells;
}

const pciSpaces = { ports: 0x100_0000, memory: 0x200_0000, highMemory: 0x300_0000 } as const;

function pci(): TreeNode {
  const { pciMemory, pciHighMemory } = places;
  return {
    properties: {
      'interrupt-map-mask': [0x1800, 0, 0, 7],
      'interrupt-map': pciInterruptMap(),
      '#interrupt-cells': [1],
      ranges: [
        ...[pciSpaces.ports, ...cells64(0), ...registers('pciPorts')],
        ...[pciSpaces.memory, ...cells64(pciMemory.start), ...registers('pciMemory')],
        ...[pciSpaces.highMemory, ...cells64(pciHighMemory.start), ...registers('pciHighMemory')],
      ],
      reg: registers('pciConfiguration'),
      'msi-map': [0, messageHandle, 0, 0x1_0000],
      'dma-coherent': true,
      'bus-range': [0, 0xff],
      'linux,pci-domain': [0],
      '#size-cells': [2],
      '#address-cells': [3],
      device_type: 'pci',
      compatible: 'pci-host-ecam-generic',
    },
  };
}

function interruptController(level: number): TreeNode {
  const { distributor, cpuInterface, hypervisorInterface, virtualCpuInterface } = places;
  const parts = [
    distributor,
    cpuInterface,
    ...(level >= 2 ? [hypervisorInterface, virtualCpuInterface] : []),
  ];
  return {
    properties: {
      phandle: [interruptHandle],
      ...(level >= 2 ? { interrupts: [1, privateInterrupts.maintenance, 4] } : {}),
      reg: parts.flatMap(({ start }) => at(start, controllerPage)),
      compatible: 'arm,cortex-a15-gic',
      ranges: true,
      '#size-cells': [2],
      '#address-cells': [2],
      'interrupt-controller': true,
      '#interrupt-cells': [3],
    },
    children: {
      [named('v2m', 'messages')]: {
        properties: {
          phandle: [messageHandle],
          reg: registers('messages'),
          'msi-controller': true,
          compatible: 'arm,gic-v2m-frame',
        },
      },
    },
  };
}

const flash = (banks: readonly ('flash0' | 'flash1')[], secure: boolean): TreeNode => ({
  properties: {
    ...(secure ? secureOnly : {}),
    'bank-width': [4],
    reg: banks.flatMap(registers),
    compatible: 'cfi-flash',
  },
});

const cpus: TreeNode = {
  properties: { '#size-cells': [0], '#address-cells': [1] },
  children: {
    'cpu-map': {
      properties: {},
      children: {
        socket0: {
          properties: {},
          children: {
            cluster0: { properties: {}, children: { core0: { properties: { cpu: [cpuHandle] } } } },
          },
        },
      },
    },
    'cpu@0': {
      properties: { phandle: [cpuHandle], reg: [0], compatible: 'arm,cortex-a57', device_type: 'cpu' },
    },
  },
};

/** In QEMU's order: each node that it adds goes to the front. */
export function virtTree({
  memoryBytes,
  level,
  psci: method,
  commandLine,
  initrd,
}: VirtTreeOptions): TreeNode {
  const secure = level === 3;
  const { secureTimer, physicalTimer, virtualTimer, hypervisorTimer, performanceMonitors } =
    privateInterrupts;
  return {
    properties: {
      'interrupt-parent': [interruptHandle],
      model: 'linux,dummy-virt',
      '#size-cells': [2],
      '#address-cells': [2],
      compatible: 'linux,dummy-virt',
    },
    children: {
      ...(method ? { psci: psci(method) } : {}),
      [`memory@${ramStart.toString(16)}`]: {
        properties: { reg: at(ramStart, memoryBytes), device_type: 'memory' },
      },
      [named('platform-bus', 'platformBus')]: {
        properties: {
          'interrupt-parent': [interruptHandle],
          ranges: [0, ...cells64(places.platformBus.start), places.platformBus.bytes],
          '#address-cells': [1],
          '#size-cells': [1],
          compatible: ['qemu,platform', 'simple-bus'],
        },
      },
      [named('fw-cfg', 'fwCfg')]: {
        properties: { 'dma-coherent': true, reg: registers('fwCfg'), compatible: 'qemu,fw-cfg-mmio' },
      },
      ...transports(),
      ...(secure
        ? {
            'gpio-restart': secureLine('gpio-restart', 1),
            'gpio-poweroff': secureLine('gpio-poweroff', 0),
            [named('pl061', 'secureGpio')]: gpio('secureGpio'),
          }
        : {}),
      'gpio-keys': {
        properties: { compatible: 'gpio-keys' },
        children: {
          poweroff: {
            properties: { gpios: [gpioHandle, 3, 0], 'linux,code': [116], label: 'GPIO Key Poweroff' },
          },
        },
      },
      [named('pl061', 'gpio')]: gpio('gpio'),
      [named('pcie', 'pciMemory')]: pci(),
      [named('pl031', 'rtc')]: {
        properties: {
          'clock-names': 'apb_pclk',
          clocks: [clockHandle],
          interrupts: shared(sharedInterrupts.rtc),
          reg: registers('rtc'),
          compatible: ['arm,pl031', 'arm,primecell'],
        },
      },
      ...(secure
        ? {
            [named('pl011', 'secureUart')]: uart('secureUart'),
            [named('secram', 'secureRam')]: {
              properties: { ...secureOnly, reg: registers('secureRam'), device_type: 'memory' },
            },
          }
        : {}),
      [named('pl011', 'uart0')]: uart('uart0'),
      pmu: {
        properties: { interrupts: ofProcessor(performanceMonitors), compatible: 'arm,armv8-pmuv3' },
      },
      [named('intc', 'distributor')]: interruptController(level),
      ...(secure
        ? {
            [named('flash', 'flash1')]: flash(['flash1'], false),
            [named('secflash', 'flash0')]: flash(['flash0'], true),
          }
        : { [named('flash', 'flash0')]: flash(['flash0', 'flash1'], false) }),
      cpus,
      timer: {
        properties: {
          interrupts: [secureTimer, physicalTimer, virtualTimer, hypervisorTimer].flatMap(ofProcessor),
          'always-on': true,
          compatible: ['arm,armv8-timer', 'arm,armv7-timer'],
        },
      },
      'apb-pclk': {
        properties: {
          phandle: [clockHandle],
          'clock-output-names': 'clk24mhz',
          'clock-frequency': [24_000_000],
          '#clock-cells': [0],
          compatible: 'fixed-clock',
        },
      },
      ...(secure
        ? { 'secure-chosen': { properties: { 'stdout-path': `/${named('pl011', 'secureUart')}` } } }
        : {}),
      chosen: {
        properties: {
          ...(initrd
            ? { 'linux,initrd-end': cells64(initrd.end), 'linux,initrd-start': cells64(initrd.start) }
            : {}),
          ...(commandLine === undefined ? {} : { bootargs: commandLine }),
          'stdout-path': `/${named('pl011', 'uart0')}`,
        },
      },
    },
  };
}
