import { join } from 'node:path';
import { type NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import type { Activities } from '../contracts/activities';
import { TASK_QUEUE } from '../contracts/constants';

export interface WorkerSettings {
  connection: NativeConnection;
  namespace: string;
  activities: Activities;
  /** Names the process in Temporal and in attempts. */
  identity: string;
  taskQueue?: string;
  /** Tells this build from others; its executions stay with it. Without it any worker of the queue goes on with any. */
  version?: { deploymentName: string; buildId: string };
  /** A bundle made before; without it the worker bundles the workflows itself. */
  workflowBundle?: WorkflowBundleOption;
  /** Workflows of somebody's own, bundled here. */
  workflowsPath?: string;
}

/**
 * The Temporal worker, tuned as measured (docs/architecture.md): heartbeats are let through every second, and a
 * workflow whose worker died is free for another within a second.
 */
export function createWorker({
  connection,
  namespace,
  activities,
  identity,
  taskQueue = TASK_QUEUE,
  version,
  workflowBundle,
  workflowsPath = join(__dirname, '../workflows/index.ts'),
}: WorkerSettings): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    activities,
    identity,
    ...(workflowBundle ? { workflowBundle } : { workflowsPath }),
    ...(version && { workerDeploymentOptions: { useWorkerVersioning: true, version, defaultVersioningBehavior: 'PINNED' } }),
    stickyQueueScheduleToStartTimeout: '1s',
    maxHeartbeatThrottleInterval: '800ms',
    defaultHeartbeatThrottleInterval: '800ms',
    shutdownGraceTime: '3s',
    shutdownForceTime: '8s',
    maxConcurrentActivityTaskExecutions: 200,
  });
}
