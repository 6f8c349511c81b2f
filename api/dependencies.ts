import type { ModelChoice, Tool } from '../contracts/entities';
import type { DefinitionStore } from '../contracts/ports/definition-store';
import type { Engine } from '../contracts/ports/engine';
import type { ExecutionStore } from '../contracts/ports/execution-store';
import type { IdempotencyStore } from '../contracts/ports/idempotency-store';
import type { LeaseStore } from '../contracts/ports/lease-store';
import type { LiveSubscriber } from '../contracts/ports/live-channel';
import type { Logger } from '../contracts/ports/logger';
import type { ModelProvider } from '../contracts/ports/model-provider';
import type { ToolDefinition } from '../contracts/ports/tool';
import type { PriceList } from '../contracts/prices';
import type { RouteResponse } from '../contracts/routes';
import type { Drain } from './drain';
import type { ExecutionWatches } from './execution-watches';
import type { Postman } from './postman';
import type { ServerLimits } from './server-limits';

/** What the API process is made of; its main puts it together. */
export interface ApiDependencies {
  definitions: DefinitionStore;
  executions: ExecutionStore;
  idempotency: IdempotencyStore;
  /** Shared by all API processes of the data folder. */
  leases: LeaseStore;
  engine: Engine;
  live: LiveSubscriber;
  /** The catalogue: what a definition may name. */
  tools: Tool[];
  /** The tools that `POST /tools/execute` calls; none when absent. */
  toolDefinitions?: readonly ToolDefinition[];
  /** The providers that an agent may name. */
  models: Pick<ModelProvider, 'id' | 'configured' | 'models' | 'toRawRequest'>[];
  /** Pinned for agents that choose no model. */
  defaultModel: ModelChoice;
  /** What models cost; none is known when absent. */
  prices?: PriceList;
  studio: () => Pick<RouteResponse<'getStudio'>, 'version' | 'temporal'>;
  logger: Logger;
  /** Development only: kills the worker process and returns its process id. Absent: the endpoint does not exist. */
  killWorker?: () => Promise<number>;
  /** Where they differ from the defaults. */
  limits?: Partial<ServerLimits>;
}

/** What a running server adds to its dependencies. */
export interface ApiParts extends ApiDependencies {
  limits: ServerLimits;
  watches: ExecutionWatches;
  drain: Drain;
  postman: Postman;
}
