import { Worker } from '@temporalio/worker';

/** What a worker runs workflows with: a thread with the bundle loaded. */
interface WorkflowCreator {
  createWorkflow(options: unknown): Promise<unknown>;
  destroy(): Promise<void>;
}

/** A part of the SDK that is not public, and that any version may change: without it tests only take longer. */
interface CreatesCreators {
  createWorkflowCreator?(
    bundle: { code: string },
    options: { activities: Map<string, unknown> },
    logger: unknown,
  ): Promise<WorkflowCreator>;
}

/**
 * Lets the workers of a test file that run one after another use the same thread for their workflows, for a thread
 * takes 0.4 s of a core until it has loaded SDK and bundle, longer than most tests. It belongs to one worker at a time,
 * and a worker has disposed of all its workflows when it gives it back. Call it while the file is loaded.
 */
export function shareWorkflowThreads(): void {
  const workers = Worker as unknown as CreatesCreators;
  const create = workers.createWorkflowCreator?.bind(Worker);
  if (create === undefined) return;
  const idle = new Map<string, WorkflowCreator[]>();
  let isOver = false;
  workers.createWorkflowCreator = async (bundle, options, logger) => {
    const key = JSON.stringify([[...options.activities.keys()].sort(), bundle.code]);
    const creator = idle.get(key)?.pop() ?? (await create(bundle, options, logger));
    return {
      createWorkflow: (workflow) => creator.createWorkflow(workflow),
      async destroy() {
        if (isOver) await creator.destroy();
        else idle.set(key, [...(idle.get(key) ?? []), creator]);
      },
    };
  };
  afterAll(async () => {
    // Workers that the file's own hooks stop after this one end theirs themselves.
    isOver = true;
    await Promise.all([...idle.values()].flat().map((creator) => creator.destroy()));
  });
}
