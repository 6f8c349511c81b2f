import type { Agent, AgentBody, Workflow, WorkflowBody } from '../../contracts/entities';
import type { DefinitionStore } from '../../contracts/ports/definition-store';
import { createDefinitionCollection } from './definition-collection';
import type { SqliteDatabase } from './open-database';

/** Agents and workflows in SQLite. */
export function createSqliteDefinitionStore(database: SqliteDatabase): DefinitionStore {
  return {
    agents: createDefinitionCollection<Agent, AgentBody>(database, 'agent'),
    workflows: createDefinitionCollection<Workflow, WorkflowBody>(database, 'workflow'),
  };
}
