/** How much the comparisons with QEMU do: a little in `npm test`, everything in `npm run oracle:emulator`. */
const everything = process.env.VENTRY_ORACLE === 'full';

/** One of two amounts. */
export const amount = <T>(little: T, full: T): T => (everything ? full : little);
