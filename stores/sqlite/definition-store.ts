import type { Agent, AgentBody, Workflow, WorkflowBody } from '../../contracts/entities';
import type { DefinitionStore } from '../../contracts/ports/definition-store';
import { createDefinitionChanges } from './definition-changes';
import { createDefinitionCollection } from './definition-collection';
import type { SqliteDatabase } from './open-database';

/** Agents and workflows in SQLite. */
export function createSqliteDefinitionStore(database: SqliteDatabase): DefinitionStore {
  const changes = createDefinitionChanges(database);
  return {
    agents: createDefinitionCollection<Agent, AgentBody>(database, changes, 'agent'),
    workflows: createDefinitionCollection<Workflow, WorkflowBody>(database, changes, 'workflow'),
    countChanges: (organizationId) => database.read(() => changes.count(organizationId)),
  };
}
