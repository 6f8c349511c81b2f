import { Problem } from '../../contracts/problem';
import type { Handler } from './handler';

/** Kills the worker process, so that anyone can see that nothing is lost. */
export const killWorker: Handler<'killWorker'> = async (_request, { dependencies }) => {
  if (dependencies.killWorker === undefined) throw new Problem('not_found', 'This installation is not for development');
  return { status: 202, body: { pid: await dependencies.killWorker() } };
};
