import { type DefinitionChanges, DefinitionsChanged } from '../../contracts/ports/definition-store';
import type { SqliteDatabase } from './open-database';

export type DefinitionChangeRows = ReturnType<typeof createDefinitionChanges>;

/** Counts what has changed, for use inside a transaction. */
export function createDefinitionChanges(database: SqliteDatabase) {
  const select = database.statement<DefinitionChanges>('SELECT saved, removed FROM definitionChanges WHERE organization = ?');
  const add = database.statement(
    `INSERT INTO definitionChanges (organization, saved, removed) VALUES (?1, ?2, ?3)
     ON CONFLICT (organization) DO UPDATE SET saved = saved + ?2, removed = removed + ?3`,
  );

  const changes = {
    count(organizationId: string): DefinitionChanges {
      const { saved = 0, removed = 0 } = select.get([organizationId]) ?? {};
      return { saved, removed };
    },
    add(organizationId: string, { saved = 0, removed = 0 }: Partial<DefinitionChanges>): void {
      add.run([organizationId, saved, removed]);
    },
    /** Throws {@link DefinitionsChanged} unless these counts stand. */
    expect(organizationId: string, checkedAt: Partial<DefinitionChanges> = {}): void {
      const { saved, removed } = changes.count(organizationId);
      if ((checkedAt.saved ?? saved) !== saved || (checkedAt.removed ?? removed) !== removed) throw new DefinitionsChanged();
    },
  };
  return changes;
}
