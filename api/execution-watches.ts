import type { ExecutionStore } from '../contracts/ports/execution-store';
import type { LiveSubscriber } from '../contracts/ports/live-channel';
import type { Logger } from '../contracts/ports/logger';
import { createExecutionWatch, type ExecutionWatch, type FeedReader } from './execution-watch';

/** The executions that somebody watches through this process, one watch each. */
export interface ExecutionWatches {
  /** The caller has checked that the organization may see the execution. */
  join(organizationId: string, executionId: string, reader: FeedReader): void;
  leave(executionId: string, reader: FeedReader): void;
  /** The reader can take more again. */
  resume(executionId: string): void;
  close(): void;
}

interface WatchDependencies {
  executions: ExecutionStore;
  live: LiveSubscriber;
  logger: Logger;
}

/** Watches that follow the live channel's hints, and live as long as they have readers. */
export function createExecutionWatches({ executions, live, logger }: WatchDependencies): ExecutionWatches {
  const watches = new Map<string, ExecutionWatch>();
  const stopListening = live.subscribe({
    committed: (executionId) => watches.get(executionId)?.pump(),
    delta: (delta) => watches.get(delta.executionId)?.forward(delta),
  });

  function open(organizationId: string, executionId: string): ExecutionWatch {
    const watch = createExecutionWatch({
      read: (after, limit) => executions.readEvents(organizationId, executionId, after, limit),
      onError: (err) => logger.warn({ err, executionId }, 'The feed cannot be read now; trying again'),
      onEmpty: () => close(executionId, watch),
    });
    watches.set(executionId, watch);
    return watch;
  }

  function close(executionId: string, watch: ExecutionWatch): void {
    watch.close();
    if (watches.get(executionId) === watch) watches.delete(executionId);
  }

  return {
    join: (organizationId, executionId, reader) => (watches.get(executionId) ?? open(organizationId, executionId)).add(reader),
    leave: (executionId, reader) => watches.get(executionId)?.remove(reader),
    resume: (executionId) => watches.get(executionId)?.pump(),
    close: () => {
      stopListening();
      for (const [executionId, watch] of watches) close(executionId, watch);
    },
  };
}
