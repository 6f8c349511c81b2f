import { canonicalJson } from '../../contracts/json';
import type { DefinitionCollection } from '../../contracts/ports/definition-store';
import type { DefinitionChangeRows } from './definition-changes';
import type { SqliteDatabase, Statement } from './open-database';
import { readPage } from './page';

interface Saved {
  id: string;
  organizationId: string;
  revision: number;
  createdAt: string;
  updatedAt: string;
}

/** A definition with the body of one of its revisions. */
interface DefinitionRow {
  key: number;
  id: string;
  createdAt: string;
  deletedAt: string | null;
  revision: number;
  newest: number;
  body: string;
  savedAt: string;
}

const ROWS = `SELECT d.key, d.id, d.createdAt, d.deletedAt, d.revision AS newest, r.revision, r.body, r.savedAt
  FROM definitions d JOIN revisions r ON r.definition = d.key`;
const NEWEST = `${ROWS} AND r.revision = d.revision WHERE d.organization = ? AND d.kind = ?`;

/** All definitions of one kind. */
export function createDefinitionCollection<Entity extends Saved & Body, Body extends { name: string }>(
  database: SqliteDatabase,
  changes: DefinitionChangeRows,
  kind: 'agent' | 'workflow',
): DefinitionCollection<Entity, Body> {
  const row = (sql: string): Statement<DefinitionRow> => database.statement<DefinitionRow>(sql);
  const byId = row(`${NEWEST} AND d.id = ?`);
  const byName = row(`${NEWEST} AND d.name = ? AND d.deletedAt IS NULL`);
  const oneRevision = row(`${ROWS} WHERE d.organization = ? AND d.kind = ? AND d.id = ? AND r.revision = ?`);
  const allRevisions = row(
    `${ROWS} WHERE d.organization = ? AND d.kind = ? AND d.id = ? AND r.revision < ? ORDER BY r.revision DESC LIMIT ?`,
  );
  const liveOnes = row(
    `${NEWEST} AND d.deletedAt IS NULL AND d.key < ? AND instr(lower(d.name), lower(?)) > 0 ORDER BY d.key DESC LIMIT ?`,
  );
  const insert = database.statement<{ key: number }>(
    `INSERT INTO definitions (organization, kind, id, name, revision, createdAt) VALUES (?, ?, ?, ?, 1, ?) RETURNING key`,
  );
  const insertRevision = database.statement('INSERT INTO revisions (definition, revision, body, savedAt) VALUES (?, ?, ?, ?)');
  const advance = database.statement('UPDATE definitions SET name = ?, revision = ? WHERE key = ?');
  const markDeleted = database.statement('UPDATE definitions SET deletedAt = ? WHERE key = ?');

  const toEntity = (organizationId: string, found: DefinitionRow): Entity =>
    ({
      ...(JSON.parse(found.body) as Body),
      id: found.id,
      organizationId,
      revision: found.revision,
      createdAt: found.createdAt,
      updatedAt: found.savedAt,
    }) as Entity;
  const live = (found: DefinitionRow | undefined): DefinitionRow | null => (found === undefined || found.deletedAt !== null ? null : found);
  const nameIsTaken = (organizationId: string, name: string, own?: number): boolean => {
    const holder = byName.get([organizationId, kind, name]);
    return holder !== undefined && holder.key !== own;
  };
  const expectLive = (organizationId: string, id: string, expected: number | null): DefinitionRow | 'stale' | null => {
    const found = live(byId.get([organizationId, kind, id]));
    return found !== null && expected !== null && found.newest !== expected ? 'stale' : found;
  };

  return {
    create: (organizationId, id, body, checkedAt) =>
      database.write(() => {
        const existing = byId.get([organizationId, kind, id]);
        if (existing !== undefined) {
          const first = oneRevision.get([organizationId, kind, id, 1]);
          if (first === undefined || !isSame(first, body)) {
            throw new Error(`The ${kind} id "${id}" belongs to another definition; choose a new id`);
          }
          return toEntity(organizationId, existing);
        }
        changes.expect(organizationId, checkedAt);
        if (nameIsTaken(organizationId, body.name)) return 'nameTaken';
        if (kind === 'workflow') changes.add(organizationId, { saved: 1 });
        const at = new Date().toISOString();
        const { key } = insert.get([organizationId, kind, id, body.name, at]) as { key: number };
        insertRevision.run([key, 1, JSON.stringify(body), at]);
        return toEntity(organizationId, byId.get([organizationId, kind, id]) as DefinitionRow);
      }),

    get: (organizationId, id) =>
      database.read(() => {
        const found = live(byId.get([organizationId, kind, id]));
        return found && toEntity(organizationId, found);
      }),

    find: (organizationId, reference) =>
      database.read(() => {
        const found = live(byId.get([organizationId, kind, reference])) ?? live(byName.get([organizationId, kind, reference]));
        return found && toEntity(organizationId, found);
      }),

    getRevision: (organizationId, id, revision) =>
      database.read(() => {
        const found = oneRevision.get([organizationId, kind, id, revision]);
        return found === undefined ? null : toEntity(organizationId, found);
      }),

    async listRevisions(organizationId, id, page) {
      if (!(await database.read(() => byId.get([organizationId, kind, id]) !== undefined))) return null;
      return readPage({
        scope: { list: 'revisions', kind, organizationId, id },
        page,
        positionLength: 1,
        select: (after, limit) =>
          database.read(() => allRevisions.all([organizationId, kind, id, after?.[0] ?? Number.MAX_SAFE_INTEGER, limit])),
        positionOf: (found) => [found.revision],
        toItem: (found) => toEntity(organizationId, found),
      });
    },

    list: (organizationId, { name, ...page }) =>
      readPage({
        scope: { list: 'definitions', kind, organizationId, ...(name !== undefined && { name }) },
        page,
        positionLength: 1,
        select: (after, limit) =>
          database.read(() => liveOnes.all([organizationId, kind, after?.[0] ?? Number.MAX_SAFE_INTEGER, name ?? '', limit])),
        positionOf: (found) => [found.key],
        toItem: (found) => toEntity(organizationId, found),
      }),

    replace: (organizationId, id, body, expected, checkedAt) =>
      database.write(() => {
        const found = expectLive(organizationId, id, expected);
        if (found === null || found === 'stale') return found;
        if (isSame(found, body)) return toEntity(organizationId, found);
        changes.expect(organizationId, checkedAt);
        if (nameIsTaken(organizationId, body.name, found.key)) return 'nameTaken';
        const isRenamed = (JSON.parse(found.body) as Body).name !== body.name;
        if (isRenamed || kind === 'workflow') changes.add(organizationId, { saved: 1, ...(isRenamed && { removed: 1 }) });
        const revision = found.newest + 1;
        insertRevision.run([found.key, revision, JSON.stringify(body), new Date().toISOString()]);
        advance.run([body.name, revision, found.key]);
        return toEntity(organizationId, byId.get([organizationId, kind, id]) as DefinitionRow);
      }),

    delete: (organizationId, id, expected, checkedAt) =>
      database.write(() => {
        const found = expectLive(organizationId, id, expected);
        if (found === null || found === 'stale') return found;
        changes.expect(organizationId, checkedAt);
        changes.add(organizationId, { removed: 1 });
        markDeleted.run([new Date().toISOString(), found.key]);
        return 'deleted';
      }),
  };
}

function isSame(found: DefinitionRow, body: unknown): boolean {
  return canonicalJson(JSON.parse(found.body)) === canonicalJson(body);
}
