import { loadWorkflowBundle } from '../runtime/load-workflow-bundle';
import { projectRoot } from '../runtime/project-root';
import { WORKER_FLAGS } from '../runtime/worker-flags';
import { buildPage } from './build-page';
import { buildProcesses } from './build-processes';

export interface BuildOptions {
  /** Told when the page cannot be built, instead of failing: without it the product works, its page tells what to do. */
  onPageError?: (error: Error) => void;
}

/** Builds what is missing or stale: the children's programs, the workflow bundle, the page. Returns Node's arguments of each child. */
export async function buildAll({ onPageError }: BuildOptions = {}): Promise<Record<'worker' | 'api', string[]>> {
  const root = projectRoot();
  const page = onPageError === undefined ? buildPage(root) : buildPage(root).catch(onPageError);
  const [{ worker, api }] = await Promise.all([buildProcesses(root), loadWorkflowBundle(root), page]);
  return { worker: [...WORKER_FLAGS, worker], api: [api] };
}
