import { parseArgs } from 'node:util';

const USAGE =
  'Write: npm run check-open -- [address of Temporal] [--namespace <name>] [--limit <executions>] [--task-queue <name>] [--build <folder of a checkout>]';

export interface CheckOpenArguments {
  address?: string;
  namespace?: string;
  taskQueue?: string;
  limit?: number;
  /** Of the checkout whose build is checked; this one when absent. */
  build?: string;
}

/** Throws one sentence when the arguments are none that it knows. */
export function readArguments(given: string[]): CheckOpenArguments {
  const { values, positionals } = parse(given);
  const limit = values.limit === undefined ? undefined : Number(values.limit);
  if (positionals.length > 1 || (limit !== undefined && !(Number.isInteger(limit) && limit > 0))) throw new Error(USAGE);
  return { address: positionals[0], namespace: values.namespace, taskQueue: values['task-queue'], build: values.build, limit };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args, allowPositionals: true, options: { namespace: text, limit: text, 'task-queue': text, build: text } });
  } catch (error) {
    throw new Error(`${(error as Error).message}. ${USAGE}`);
  }
}
