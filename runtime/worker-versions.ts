import type { Client } from '@temporalio/client';
import type { Config } from '../contracts/config';

/** A build of the worker among those of its deployment, as Temporal tells them apart. */
export interface WorkerVersion {
  deploymentName: string;
  buildId: string;
}

/** What of Temporal's client is needed; a worker's connection has it too. */
interface Deployments {
  workflowService: Pick<Client['workflowService'], 'describeWorkerDeployment' | 'setWorkerDeploymentCurrentVersion'>;
}

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
 * theirs. Throws when no worker of this build has been seen yet.
 */
export async function useBuild(temporal: Deployments, namespace: string, version: WorkerVersion): Promise<string | null> {
  const before = await readCurrent(temporal, namespace, version.deploymentName);
  await temporal.workflowService.setWorkerDeploymentCurrentVersion({ namespace, ...version });
  return before?.buildId ?? null;
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
