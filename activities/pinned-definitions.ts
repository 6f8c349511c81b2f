import type { AgentBody, ModelChoice } from '../contracts/entities';
import type { ModelPrice } from '../contracts/money';
import type { StartRecord } from '../contracts/plan';
import type { DefinitionStore } from '../contracts/ports/definition-store';
import type { ExecutionStore } from '../contracts/ports/execution-store';
import { createBoundedCache } from './bounded-cache';
import { finalFailure } from './running-call';

/** An agent as the execution pinned it. */
export interface PinnedAgentDefinition extends AgentBody {
  model: ModelChoice;
  /** The saved one that this is; absent when it was never saved, or a fork has changed it. */
  savedRevision?: number;
  /** Absent when it was unknown. */
  price?: ModelPrice;
  fallbackPrices?: (ModelPrice | null)[];
}

/** Reads what an execution pinned when it was started; none of it ever changes, so all of it is cached. */
export interface PinnedDefinitions {
  start(organizationId: string, executionId: string): Promise<StartRecord>;
  agent(start: StartRecord, reference: string): Promise<PinnedAgentDefinition>;
}

export function createPinnedDefinitions(executions: ExecutionStore, definitions: DefinitionStore): PinnedDefinitions {
  const starts = createBoundedCache<StartRecord>(500);
  const agents = createBoundedCache<AgentBody>(500);

  return {
    start: (organizationId, executionId) =>
      starts(`${organizationId}/${executionId}`, async () => {
        const start = await executions.getStart(organizationId, executionId);
        return start ?? missing(`The start record of execution ${executionId} is missing`);
      }),

    async agent({ organizationId, plan }, reference) {
      const pin = plan.agents[reference] ?? missing(`The plan has no agent ${reference}`);
      const definition =
        pin.definition ??
        (await agents(`${organizationId}/${reference}/${pin.revision}`, async () => {
          const revision = await definitions.agents.getRevision(organizationId, reference, pin.revision);
          return revision ?? missing(`Revision ${pin.revision} of agent ${reference} is missing`);
        }));
      const saved = pin.definition === undefined ? { savedRevision: pin.revision } : {};
      return { ...definition, ...saved, model: pin.model, price: pin.price, fallbackPrices: pin.fallbackPrices };
    },
  };
}

function missing(message: string): never {
  throw finalFailure('plan_incomplete', message);
}
