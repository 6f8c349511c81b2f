import type { Agent, AgentBody, Page, Workflow, WorkflowBody } from '../entities';

/**
 * Agents and workflows with their immutable revisions. Names are unique among the live definitions of an
 * organization and a kind. Nothing of another organization is ever seen: it is as if it did not exist.
 */
export interface DefinitionStore {
  agents: DefinitionCollection<Agent, AgentBody>;
  workflows: DefinitionCollection<Workflow, WorkflowBody>;
  /** How often what one definition may rely on in others has changed; for writes that were checked against others. */
  countChanges(organizationId: string): Promise<DefinitionChanges>;
}

export interface DefinitionChanges {
  /** Workflows that were saved, and definitions that got another name. */
  saved: number;
  /** Definitions that were deleted or got another name. */
  removed: number;
}

/** What a write was checked against has changed: nothing was written; check again. */
export class DefinitionsChanged extends Error {
  constructor() {
    super('Other definitions changed meanwhile; check again what this one relies on');
    this.name = 'DefinitionsChanged';
  }
}

export interface DefinitionCollection<Entity extends { id: string; revision: number }, Body> {
  /**
   * Makes revision 1 under `id` (chosen by the caller, so that a repeat is recognised: an existing `id` with the
   * same body is returned as it is). `nameTaken` when a live one has the name. With `checkedAt`, here as in the other
   * writes, it rejects with {@link DefinitionsChanged} when these counts are not what they were.
   */
  create(organizationId: string, id: string, body: Body, checkedAt?: Partial<DefinitionChanges>): Promise<Entity | 'nameTaken'>;
  /** The newest revision by id; null when unknown or deleted. */
  get(organizationId: string, id: string): Promise<Entity | null>;
  /** By id, else by name; null when neither. */
  find(organizationId: string, reference: string): Promise<Entity | null>;
  /** One revision, also of a deleted definition; null when there is none. */
  getRevision(organizationId: string, id: string, revision: number): Promise<Entity | null>;
  /** Newest first; null when the id was never known. */
  listRevisions(organizationId: string, id: string, page: PageRequest): Promise<Page<Entity> | null | 'invalidCursor'>;
  /** Live ones, newest first, stable under inserts; with `name` those that have this text in their name, in either case of A to Z. */
  list(organizationId: string, page: PageRequest & { name?: string }): Promise<Page<Entity> | 'invalidCursor'>;
  /**
   * Replaces the body when the newest revision is `expected` (any, when null). An identical body makes no new
   * revision. `stale` when the revision has moved on, null when unknown or deleted.
   */
  replace(
    organizationId: string,
    id: string,
    body: Body,
    expected: number | null,
    checkedAt?: Partial<DefinitionChanges>,
  ): Promise<Entity | 'stale' | 'nameTaken' | null>;
  /** Deletes the definition; its revisions stay readable. `stale` and null as in `replace`. */
  delete(
    organizationId: string,
    id: string,
    expected: number | null,
    checkedAt?: Partial<DefinitionChanges>,
  ): Promise<'deleted' | 'stale' | null>;
}

export interface PageRequest {
  /** 1 to 200. */
  limit: number;
  /** The `nextCursor` of an earlier page of the same list. */
  cursor?: string;
}
