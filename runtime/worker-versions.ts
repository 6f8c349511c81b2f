import type { Client } from '@temporalio/client';
import { temporal as proto } from '@temporalio/proto';
import type { Config } from '../contracts/config';
import { TEMPORAL_DEADLINE_MS } from './connect-temporal';
import { waitUntil } from './wait-until';

const { TASK_QUEUE_TYPE_WORKFLOW } = proto.api.enums.v1.TaskQueueType;

/** A build of the worker among those of its deployment, as Temporal tells them apart. */
export interface WorkerVersion {
  deploymentName: string;
  buildId: string;
}

/** What of Temporal's client is needed; a worker's connection has it too. */
interface Deployments {
  workflowService: Pick<Client['workflowService'], 'describeWorkerDeployment' | 'setWorkerDeploymentCurrentVersion'>;
}

/** What is needed besides to see where new executions go, each call in its time. */
interface Routes extends Pick<Client, 'withDeadline'> {
  workflowService: Deployments['workflowService'] &
    Pick<Client['workflowService'], 'describeWorkerDeploymentVersion' | 'listTaskQueuePartitions' | 'describeTaskQueue'>;
}

/** How long the task queues may take to hear of a new choice; a server at rest needs some tenths of a second. */
const ROUTED_MS = 30_000;

/** gRPC: not known yet, and changed by somebody else in between. */
const NOT_FOUND = 5;
const FAILED_PRECONDITION = 9;

/** Undefined unless `STUDIO_BUILD_ID` is set: then workers are not told apart. */
export function toWorkerVersion({ STUDIO_BUILD_ID: buildId, STUDIO_DEPLOYMENT: deploymentName }: Config): WorkerVersion | undefined {
  return buildId === undefined ? undefined : { deploymentName, buildId };
}

/** The build that new executions go to; null when there is none yet, undefined when Temporal does not know the deployment. */
async function readCurrent(temporal: Deployments, namespace: string, deploymentName: string) {
  try {
    const { workerDeploymentInfo: info, conflictToken } = await temporal.workflowService.describeWorkerDeployment({
      namespace,
      deploymentName,
    });
    return { buildId: info?.routingConfig?.currentDeploymentVersion?.buildId || null, conflictToken };
  } catch (error) {
    if (codeOf(error) === NOT_FOUND) return undefined;
    throw error;
  }
}

/**
 * From now on new executions go to this build; returns the one they went to before. Those that have begun stay with
 * theirs. Temporal takes the choice first and tells its task queues then, so this waits until they know, at most 30 s.
 * Throws when no worker of this build has been seen yet, when somebody chooses another one meanwhile, and when the
 * wait is over: the choice stands then, but new executions may go to the old build for a time.
 */
export async function useBuild(
  temporal: Routes,
  namespace: string,
  version: WorkerVersion,
  longestWaitMs = ROUTED_MS,
): Promise<string | null> {
  const inTime = <T>(call: () => Promise<T>) => temporal.withDeadline(Date.now() + TEMPORAL_DEADLINE_MS, call);
  const read = () => inTime(() => readCurrent(temporal, namespace, version.deploymentName));
  const before = await read();
  await inTime(() => temporal.workflowService.setWorkerDeploymentCurrentVersion({ namespace, ...version }));
  await waitUntil(
    async () => {
      const current = await read();
      if (current?.buildId !== version.buildId) {
        throw new Error(`Somebody chose build ${current?.buildId ?? '(none)'} at the same time`);
      }
      return inTime(() => isRouted(temporal, namespace, version));
    },
    longestWaitMs,
    `Build ${version.buildId} is chosen, but Temporal's task queues did not all send new executions to it`,
    100,
  );
  return before?.buildId ?? null;
}

/**
 * Whether every partition of the workflow task queues that this build polls sends new executions to it. Temporal may
 * know its other queue only, and takes a choice then too. (The deployment's own `routingConfigUpdateState` is no help:
 * server 1.32 leaves it in progress for good.)
 */
async function isRouted({ workflowService }: Routes, namespace: string, version: WorkerVersion): Promise<boolean> {
  const { versionTaskQueues } = await workflowService.describeWorkerDeploymentVersion({ namespace, deploymentVersion: version });
  const queues = (versionTaskQueues ?? []).filter(({ type }) => type === TASK_QUEUE_TYPE_WORKFLOW);
  const partitions = await Promise.all(
    queues.map(async ({ name }) => {
      const { workflowTaskQueuePartitions } = await workflowService.listTaskQueuePartitions({ namespace, taskQueue: { name } });
      return (workflowTaskQueuePartitions ?? []).map(({ key }) => key);
    }),
  );
  const current = await Promise.all(
    partitions.flat().map(async (name) => {
      const request = { namespace, taskQueue: { name }, taskQueueType: TASK_QUEUE_TYPE_WORKFLOW };
      const { versioningInfo } = await workflowService.describeTaskQueue(request);
      return versioningInfo?.currentDeploymentVersion;
    }),
  );
  return (
    current.length > 0 && current.every((found) => found?.buildId === version.buildId && found.deploymentName === version.deploymentName)
  );
}

/**
 * Makes this build the current one of a deployment that has none, so that its first worker gets work; of one that has
 * it leaves the choice to people. False: Temporal does not know the build yet, for its worker has not polled; ask again.
 */
export async function useFirstBuild(temporal: Deployments, namespace: string, version: WorkerVersion): Promise<boolean> {
  const current = await readCurrent(temporal, namespace, version.deploymentName);
  if (current === undefined) return false;
  if (current.buildId !== null) return true;
  try {
    const { conflictToken } = current;
    await temporal.workflowService.setWorkerDeploymentCurrentVersion({ namespace, ...version, conflictToken });
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === NOT_FOUND || code === FAILED_PRECONDITION) return false;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code;
}
