/** The adapter over standard input and output: one session for each process. */
import { serve } from './serve.node.ts';

// The last response leaves before the process does.
serve(process.stdin, process.stdout, () => process.stdout.end(() => process.exit(0)));
