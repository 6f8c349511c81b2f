import type { ModelChoice } from '../contracts/entities';
import type { Limits } from '../contracts/limits';
import type { DefinitionStore } from '../contracts/ports/definition-store';
import type { ExecutionStore } from '../contracts/ports/execution-store';
import type { LimitStore } from '../contracts/ports/limit-store';
import type { LivePublisher } from '../contracts/ports/live-channel';
import type { Logger } from '../contracts/ports/logger';
import type { ModelProvider } from '../contracts/ports/model-provider';
import type { ToolDefinition } from '../contracts/ports/tool';
import type { PriceList } from '../contracts/prices';

/** What the activities need; the worker's main puts it together. */
export interface ActivityDependencies {
  executions: ExecutionStore;
  definitions: DefinitionStore;
  models: ModelProvider[];
  /** Of agents that name none, in executions that are prepared here. */
  defaultModel: ModelChoice;
  /** What models cost; none is known when absent. */
  prices?: PriceList;
  tools: ToolDefinition[];
  /** What providers allow, and where it is kept for all workers together. */
  limits: Limits;
  limitStore: LimitStore;
  live: LivePublisher;
  logger: Logger;
  /** Names this process in attempts. */
  worker: string;
  /** In milliseconds. */
  timeouts: { firstByte: number; idle: number; tool: number };
}
